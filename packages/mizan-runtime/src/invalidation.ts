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

const PARAM = /; *([a-z*][\w.*-]*)(?:=(%?"(?:\\.|[^"\\])*"|[^\s",;]+))?/;
const MEMBER = `[ \\t]*([A-Za-z*][^\\s",;]*)((?:${PARAM.source})*)[ \\t]*(?:,(?! *$)|$)`;

/** The entries of a header; none of a malformed one, as RFC 9651 has it. */
export function parseInvalidations(header: string): ScopedInvalidation[] {
  const entries: ScopedInvalidation[] = [];
  try {
    const rest = header.replace(new RegExp(MEMBER, "g"), (_, context: string, params: string) => {
      const found = [...params.matchAll(new RegExp(PARAM, "g"))];
      entries.push({ context, params: Object.fromEntries(found.map(([, name, value]) => [name, read(value)])) });
      return "";
    });
    return rest.trim() ? [] : entries;
  } catch {
    return []; // a display string whose bytes are not UTF-8
  }
}

/** One member of a header: an instance of a context. */
export function formatInvalidation({ name, params: declared }: AnyContext, params: CanonicalParams): string {
  return name + Object.keys(params).map((param) => `;${param}=${write(declared[param], paramText(params[param]))}`).join("");
}

function read(value: string | undefined): string | boolean {
  if (!value || value[0] === "?") return value !== "?0";
  if (value[0] === "%") return decodeURIComponent(value.slice(2, -1));
  return value[0] === '"' ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
}

function write(type: unknown, text: string): string {
  if (type === "boolean") return text === "true" ? "?1" : "?0";
  if (type !== "string" && /^-?(\d{1,15}|\d{1,12}\.\d{1,3})$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return `"${text.replace(/["\\]/g, "\\$&")}"`;
  const bytes = (part: string): string => encodeURIComponent(part).toLowerCase();
  return `%"${text.toWellFormed().replace(/[^ !#$&-~]+/g, bytes)}"`;
}
