/**
 * Structural sharing: a new answer reuses every part of the old one that says the same, so that
 * what didn't change keeps its identity and nobody who looks at it is told.
 */
import { own } from "./own.js";

type Container = Record<string, unknown>;

/** `next`, with the parts of `previous` that are equal to its own in their place. */
export function share<Value>(previous: unknown, next: Value): Value;
export function share(previous: unknown, next: unknown): unknown {
  const type = (next as Container | null)?.constructor;
  if ((type !== Object && type !== Array) || (previous as Container | null)?.constructor !== type) return next;
  const old = previous as Container;
  const keys = Object.keys(next as Container);
  const parts = keys.map((key) => share(own(old, key), (next as Container)[key]));
  const isSame = keys.length === Object.keys(old).length && keys.every((key, at) => parts[at] === old[key]);
  if (isSame) return old;
  return type === Array ? parts : Object.fromEntries(keys.map((key, at) => [key, parts[at]]));
}
