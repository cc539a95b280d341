/**
 * What a mutation made stale, as it travels: the entries of a body, and the same as the value of
 * `X-Mizan-Invalidate` and `X-Mizan-Refresh`, an RFC 9651 list of tokens with parameters.
 */
import { paramText, type CanonicalParams } from "./canonical.js";

/** An entry: a whole context by its name, or those of its instances that the params match. */
export type Invalidation = string | ScopedInvalidation;
export interface ScopedInvalidation {
  readonly context: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * One member of a header: an instance of a context. A reader takes a value by the param's declared
 * type, so that text can say any of them.
 */
export function formatInvalidation(context: string, params: CanonicalParams): string {
  for (const param in params) context += `;${param}=${JSON.stringify(paramText(params[param]))}`;
  return context;
}
