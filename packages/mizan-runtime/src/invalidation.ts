/**
 * What a mutation made stale, as it travels: the entries of a body, and the same as the value of
 * `X-Mizan-Invalidate` and `X-Mizan-Refresh`, an RFC 9651 list of tokens with parameters.
 */
import type { CanonicalParams, ParamTypes } from "./canonical.js";

/** An entry: a whole context by its name, or those of its instances that the params match. */
export type Invalidation = string | ScopedInvalidation;
export interface ScopedInvalidation {
  readonly context: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

const KEY = "; *([a-z*][a-z\\d_.*-]*)";
const VALUE =
  "=(-?\\d{1,12}\\.\\d{1,3}|-?\\d{1,15}|\\?[01]|[A-Za-z*][\\w!#$%&'*+.^`|~:/-]*|" +
  '"(?:[ !#-[\\]-~]|\\\\["\\\\])*"|%"(?:[ !#$&-~]|%[\\da-f]{2})*")';

/** The entries of a header; undefined when it is malformed, which by RFC 9651 voids all of it. */
export function parseInvalidations(header: string): ScopedInvalidation[] | undefined {
  const member = new RegExp(
    `([A-Za-z*][\\w!#$%&'*+.^\`|~:/-]*)((?:${KEY}(?:${VALUE})?)*)(?:[ \\t]*,[ \\t]*(?!$)|$)`,
    "y",
  );
  const text = header.replace(/^ +| +$/g, "");
  const entries: ScopedInvalidation[] = [];
  while (member.lastIndex < text.length) {
    const match = member.exec(text);
    const params = match && parseParams(match[2] ?? "");
    if (!params) return undefined;
    entries.push({ context: match[1] ?? "", params });
  }
  return entries;
}

/** One member of a header: a context's instance, or the instances that `params` match. */
export function formatInvalidation(context: string, declared: ParamTypes, params: CanonicalParams): string {
  const format = (name: string): string => `;${name}=${write(declared[name], params[name])}`;
  return context + Object.keys(params).map(format).join("");
}

function parseParams(text: string): ScopedInvalidation["params"] {
  const found = [...text.matchAll(new RegExp(`${KEY}(?:${VALUE})?`, "g"))];
  try {
    return Object.fromEntries(found.map(([, key, value]) => [key, read(value)]));
  } catch {
    return undefined; // a display string whose bytes are not UTF-8
  }
}

function read(value: string | undefined): string | boolean {
  if (!value || value[0] === "?") return value !== "?0";
  if (value[0] === '"') return value.slice(1, -1).replace(/\\(.)/g, "$1");
  return value[0] === "%" ? decodeURIComponent(value.slice(2, -1)) : value;
}

function write(type: unknown, value: string | readonly string[] | undefined): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (type === "boolean" && /^(true|false)$/.test(text)) return text === "true" ? "?1" : "?0";
  if (/^(integer|number)$/.test(String(type)) && /^-?(\d{1,15}|\d{1,12}\.\d{1,3})$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return `"${text.replace(/["\\]/g, "\\$&")}"`;
  const escaped = text.toWellFormed().replace(/[^ !#$&-~]+/g, encodeURIComponent);
  return `%"${escaped.replace(/%../g, (byte) => byte.toLowerCase())}"`;
}
