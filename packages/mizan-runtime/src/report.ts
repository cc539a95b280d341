/**
 * Mistakes in the application's own code, met where they must not stop anything else: they are
 * thrown where the page's error handlers see them, and no one else.
 */

export function report(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** Calls all of them, whatever one of them throws. */
export function notify(listeners: Iterable<() => void>): void {
  for (const listener of listeners) {
    try {
      listener();
    } catch (error) {
      report(error);
    }
  }
}

/** Calls what it is given once, in the next microtask, however often it was asked to. */
export function createBatch(): (run: () => void) => void {
  let batch = new Set<() => void>();
  return (run) => {
    if (!batch.size) {
      queueMicrotask(() => {
        const runs = batch;
        batch = new Set();
        notify(runs);
      });
    }
    batch.add(run);
  };
}
