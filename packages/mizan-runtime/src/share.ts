/**
 * Structural sharing: a new answer reuses every part of the old one that says the same, so that
 * what didn't change keeps its identity and nobody who looks at it is told.
 */
import { own } from "./own.js";

type Container = Record<string, unknown>;

/** `next`, with the parts of `previous` that are equal to its own in their place. */
export function share(previous: unknown, next: unknown): unknown {
  if (!isContainer(previous) || !isContainer(next) || Array.isArray(previous) !== Array.isArray(next)) {
    return next;
  }
  const parts = Object.keys(next).map((key): [string, unknown] => [key, share(own(previous, key), next[key])]);
  const isSame = parts.every(([key, part]) => key in previous && part === previous[key]);
  if (isSame && parts.length === Object.keys(previous).length) return previous;
  return Array.isArray(next) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

function isContainer(value: unknown): value is Container {
  return Array.isArray(value) || (value as Container | null | undefined)?.constructor === Object;
}
