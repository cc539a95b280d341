/**
 * What a mutation made stale, as it travels: the entries of a body, and the same as the value of
 * `X-Mizan-Invalidate` and `X-Mizan-Refresh`, an RFC 9651 list of tokens with parameters.
 */
import { paramText, type CanonicalParams } from "./canonical.js";
import type { AnyContext } from "./types.js";

/** An entry: a whole context by its name, or those of its instances that the params match. */
export type Invalidation = string | ScopedInvalidation;
export interface ScopedInvalidation {
  readonly context: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

const MEMBER_OR_PARAM = /(?:^|,)\s*([a-z*][^\s,;]*)|; *([a-z*][\w.*-]*)(?:=(%?"(?:\\.|[^"\\])*"|[^\s,;]+))?/gi;

/** The entries of a header. Of a malformed one it reads what it can: too much is stale then, not too little. */
export function parseInvalidations(header: string): ScopedInvalidation[] {
  const entries: ScopedInvalidation[] = [];
  let params: Record<string, unknown> = {};
  for (const [, context, param, value] of header.matchAll(MEMBER_OR_PARAM)) {
    if (param) params[param] = parseValue(value);
    else entries.push({ context: context!, params: (params = {}) });
  }
  return entries;
}

/** One member of a header: an instance of a context. */
export function formatInvalidation({ name, params: types }: AnyContext, params: CanonicalParams): string {
  for (const param in params) name += `;${param}=${formatValue(types[param], paramText(params[param]))}`;
  return name;
}

function parseValue(value: string | undefined): string | boolean {
  if (!value || value[0] === "?") return value !== "?0";
  if (value[0] === "%") return decodeURIComponent(value.slice(2, -1));
  return value[0] === '"' ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
}

function formatValue(type: unknown, text: string): string {
  if (type === "boolean") return text === "true" ? "?1" : "?0";
  if (type !== "string" && /^-?(\d{1,15}|\d{1,12}\.\d{1,3})$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return `"${text.replace(/["\\]/g, "\\$&")}"`;
  const bytes = (part: string): string => encodeURIComponent(part).toLowerCase();
  return `%"${text.toWellFormed().replace(/[^ !#$&-~]+/g, bytes)}"`;
}
