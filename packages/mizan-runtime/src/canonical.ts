/**
 * The one form of a context's params (protocol section 4), so that `5`, `"5"` and `5.0` name one
 * instance: for the keys of instances and for matching invalidations against them.
 */
import type { AnyContext, ParamType, ScalarType } from "./types.js";

export type ParamTypes = Readonly<Record<string, ParamType>>;
/** Names in the order of their code units; absent params have no key. */
export type CanonicalParams = Readonly<Record<string, string | readonly string[]>>;

/**
 * `values` by the types that their context declares. What a context doesn't declare is left out of
 * an instance, but kept with `"all"`: there is nothing that it could match.
 */
export function canonicalParams(declared: ParamTypes, values: object, keep?: "all"): CanonicalParams {
  const canonical: Record<string, string | readonly string[]> = Object.create(null);
  const given = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, value] of given) {
    const type = Object.hasOwn(declared, name) ? declared[name] : undefined;
    if (value != null && (type ?? keep)) canonical[name] = param(type ?? "string", value);
  }
  return canonical;
}

/** Names an instance: `user{"user_id":"5"}`. */
export function instanceKey(context: AnyContext, values: object): string {
  return context.name + JSON.stringify(canonicalParams(context.params, values));
}

/** Whether every param that `wanted` names has the same value in `instance`. */
export function matches(wanted: CanonicalParams, instance: CanonicalParams): boolean {
  for (const name in wanted) {
    const a = wanted[name];
    const b = instance[name];
    if (a !== b && !(Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b))) return false;
  }
  return true;
}

function param(type: ParamType, value: unknown): string | readonly string[] {
  if (typeof type === "string") return scalar(type, value);
  const list = typeof value === "string" ? parsed(value) : value;
  if (!Array.isArray(list)) return String(value);
  return list.filter((item) => item != null).map((item) => scalar(type[0], item));
}

/** A value that isn't of its type stands as its own text: the server is the one to refuse it. */
function scalar(type: ScalarType, value: unknown): string {
  const text = String(value);
  if (type === "integer" && !Number.isSafeInteger(value)) {
    const exact = Number.isInteger(value) ? String(BigInt(value as number)) : text;
    const digits = /^([+-]?\d+)(\.0*)?$/.exec(exact)?.[1];
    if (digits) return String(BigInt(digits));
  }
  if (type === "number" && /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(text)) return String(Number(text));
  return text;
}

/** A list travels in a header as its JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
