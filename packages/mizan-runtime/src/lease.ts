/** How long something is held in memory that nobody is interested in. */

/** What a lease holds. */
export interface Leased {
  readonly key: unknown;
  timer?: ReturnType<typeof setTimeout> | undefined;
  /** It is no longer held. */
  drop?(): void;
}

export interface Lease<Value> {
  /** Somebody is interested. */
  keep(value: Value): void;
  /** Nobody is, until `keep`. */
  rest(value: Value): void;
}

/** Holds what it keeps until it has rested for `gcTime` milliseconds, and makes it found by its key. */
export function createLease<Value extends Leased>(
  found: Map<unknown, Value>,
  gcTime: number,
  held: Set<Value> = new Set(),
): Lease<Value> {
  return {
    keep(value) {
      value.timer = clearTimeout(value.timer) as undefined;
      held.add(value);
      // One that was dropped may come back and find another in its place: both are held then, and
      // one of them is found.
      found.set(value.key, value);
    },
    rest(value) {
      // A timer that is set for longer fires at once.
      if (gcTime < 2 ** 31) {
        value.timer ??= setTimeout(() => {
          held.delete(value);
          found.delete(value.key);
          value.drop?.();
        }, gcTime);
      }
    },
  };
}
