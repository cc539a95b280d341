/** How listeners are called: all of them, and once for all that happened within a microtask. */

/** One that throws doesn't stop the others; the page's error handlers get to see it. */
export function notify(listeners: Iterable<() => void>): void {
  for (const listener of listeners) {
    try {
      listener();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}

/** Calls what it is given in the next microtask, once however often it was given. */
export function createBatch(): (listener: () => void) => void {
  let batch = new Set<() => void>();
  return (listener) => {
    if (!batch.size) {
      queueMicrotask(() => {
        const listeners = batch;
        batch = new Set();
        notify(listeners);
      });
    }
    batch.add(listener);
  };
}
