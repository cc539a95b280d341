/** How long something is held that nobody is interested in. */

export interface Lease {
  /** Somebody is. */
  keep(): void;
  /** Nobody is, until `keep`. */
  rest(): void;
}

/** Timers that are set for longer fire at once. */
const MAX_DELAY = 2 ** 31;

/** Calls `drop` once it has rested for `gcTime` milliseconds, and `hold` when it is kept. */
export function createLease(gcTime: number, hold: () => void, drop: () => void): Lease {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    keep() {
      clearTimeout(timer);
      timer = undefined;
      hold();
    },
    rest() {
      if (gcTime < MAX_DELAY) timer ??= setTimeout(drop, gcTime);
    },
  };
}
