/**
 * The one form of a context's params (protocol section 4), so that `5`, `"5"` and `5.0` name one
 * instance: for the keys of instances and for matching invalidations against them.
 */
import { own } from "./own.js";
import type { AnyContext, ParamType } from "./types.js";

/** Names in the order of their code units; absent params have no key. */
export type CanonicalParams = Readonly<Record<string, string | readonly string[]>>;

/**
 * `values` by the types that their context declares. What it doesn't declare is left out of an
 * instance, but kept in an invalidation: there is nothing that it could match.
 */
export function canonicalParams(
  { params: declared }: AnyContext,
  values: object,
  isInvalidation?: boolean,
): CanonicalParams {
  const canonical: Record<string, string | readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(values).sort(byName)) {
    const type = own(declared, name);
    if (value != null && (type || isInvalidation)) canonical[name] = param(type, value);
  }
  return canonical;
}

/** Names an instance: `user{"user_id":"5"}`. */
export function instanceKey(context: AnyContext, values: object): string {
  return context.name + JSON.stringify(canonicalParams(context, values));
}

/** Whether every param that `wanted` names has the same value in `instance`. */
export function matches(wanted: CanonicalParams, instance: CanonicalParams): boolean {
  return Object.keys(wanted).every((name) => paramText(wanted[name]) === paramText(instance[name]));
}

/** A list travels in a header as the JSON of its canonical form. */
export function paramText(value: CanonicalParams[string] | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function param(type: ParamType | undefined, value: unknown): string | string[] {
  if (Array.isArray(type) && Array.isArray(value)) {
    return value.filter((item) => item != null).map((item) => scalar(type[0], item));
  }
  return scalar(type, value);
}

/** A value that isn't of its type stands as its own text: the server is the one to refuse it. */
function scalar(type: unknown, value: unknown): string {
  if (type === "integer") {
    const exact = Number.isInteger(value) ? BigInt(value as number) : value;
    const [, digits] = /^([+-]?\d+)(\.0*)?$/.exec(String(exact)) ?? [];
    if (digits) return String(BigInt(digits));
  }
  const text = String(value);
  return type === "number" && /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text) ? String(Number(text)) : text;
}
