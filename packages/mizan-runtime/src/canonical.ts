/**
 * The one form of a context's params (protocol section 4), so that `5`, `"5"` and `5.0` name one
 * instance: for the keys of instances and for matching invalidations against them.
 */
import { isFields, own } from "./own.js";
import type { AnyContext } from "./types.js";

export type CanonicalParam = string | readonly string[];
/** Names in the order of their code units; absent params have no key. */
export type CanonicalParams = Readonly<Record<string, CanonicalParam>>;

/**
 * Params by the types that their context declares. What it doesn't declare is left out of an
 * instance, but kept in an invalidation: there is nothing that it could match.
 */
export function canonicalParams(
  { params }: Pick<AnyContext, "params">,
  given: unknown,
  isInvalidation?: boolean,
): CanonicalParams {
  const canonical: Record<string, CanonicalParam> = {};
  const values: Readonly<Record<string, unknown>> = Object(given);
  for (const name of Object.keys(values).sort()) {
    const type = own(params, name);
    const value = values[name];
    if (value != null && (type || isInvalidation)) canonical[name] = canonicalParam(type, value);
  }
  return canonical;
}

/** Whether every param that `wanted` names has the same value in `instance`. */
export function matches(wanted: CanonicalParams, instance: CanonicalParams): boolean {
  for (const name in wanted) if (paramText(wanted[name]) !== paramText(instance[name])) return false;
  return true;
}

/** A list travels in a header as the JSON of its canonical form. */
export function paramText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A value that isn't of its type stands as its own text: the server is the one to refuse it. */
function canonicalParam(type: string | readonly [string] | undefined, value: unknown): CanonicalParam {
  if (Array.isArray(value)) {
    return value.flatMap((item) => (item == null ? [] : canonicalParam(type?.[0], item)));
  }
  const text = String(isFields(value) || value); // a param is never an object
  const number = Number(text || NaN);
  const isExact = type === "integer" ? Number.isSafeInteger(number) : type === "number" && !isNaN(number);
  return isExact ? String(number) : text;
}
