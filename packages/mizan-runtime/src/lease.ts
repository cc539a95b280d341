/** How long something is held in memory that nobody is interested in. */

export interface Lease {
  /** Somebody is interested. */
  keep(): void;
  /** Nobody is, until `keep`. */
  rest(): void;
}

/** Holds `value` in `map` until it has rested for `gcTime` milliseconds; then calls `drop`. */
export function createLease<Value>(
  map: Map<unknown, Value>,
  key: unknown,
  value: Value,
  gcTime: number,
  drop?: () => void,
): Lease {
  let timer: ReturnType<typeof setTimeout> | undefined;
  // One that was dropped may come back and find another in its place: both are held then.
  const place = (): unknown => (map.has(key) && map.get(key) !== value ? value : key);
  const lease: Lease = {
    keep() {
      clearTimeout(timer);
      timer = undefined;
      map.set(place(), value);
    },
    rest() {
      // A timer that is set for longer fires at once.
      if (gcTime < 2 ** 31) {
        timer ??= setTimeout(() => {
          map.delete(place());
          drop?.();
        }, gcTime);
      }
    },
  };
  lease.keep();
  lease.rest();
  return lease;
}
