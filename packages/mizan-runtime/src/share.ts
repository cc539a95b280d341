/**
 * Structural sharing: a new answer reuses every part of the old one that says the same, so that
 * what didn't change keeps its identity and nobody who looks at it is told.
 */
import { own } from "./own.js";

type Container = Record<string, unknown>;

/** `next`, with the parts of `previous` that are equal to its own in their place; `depth` levels of them. */
export function share<Value>(previous: unknown, next: Value): Value;
export function share(previous: unknown, next: unknown, depth?: number): unknown;
export function share(previous: unknown, next: unknown, depth = 99): unknown {
  const type = (next as Container | null)?.constructor;
  if (!depth || (previous as Container | null)?.constructor !== type || (type !== Object && type !== Array)) return next;
  const old = previous as Container;
  const shared = (type === Array ? [...(next as unknown[])] : { ...(next as Container) }) as Container;
  let isSame = Object.keys(old).length === Object.keys(shared).length;
  for (const key in shared) {
    shared[key] = share(own(old, key), shared[key], depth - 1);
    isSame &&= shared[key] === own(old, key);
  }
  return isSame ? old : shared;
}
