/**
 * Structural sharing: a new answer reuses every part of the old one that says the same, so that
 * what didn't change keeps its identity and nobody who looks at it is told.
 */
type Fields = Record<string, unknown>;

/** `next`, with the parts of `previous` that are equal to its own in their place. */
export function share(previous: unknown, next: unknown): unknown {
  if (!isContainer(previous) || !isContainer(next) || Array.isArray(previous) !== Array.isArray(next)) {
    return next;
  }
  const keys = Object.keys(next);
  const shared = (Array.isArray(next) ? [] : {}) as Fields;
  let same = keys.length === Object.keys(previous).length;
  for (const key of keys) {
    const known = Object.hasOwn(previous, key);
    const value = known ? share(previous[key], next[key]) : next[key];
    same &&= known && Object.is(value, previous[key]);
    Object.defineProperty(shared, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return same ? previous : shared;
}

function isContainer(value: unknown): value is Fields {
  return Array.isArray(value) || (typeof value === "object" && value?.constructor === Object);
}
