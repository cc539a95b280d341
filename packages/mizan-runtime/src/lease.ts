/** What a client holds in memory: for how long, and who is told of its changes. */

/** What a lease holds. */
export interface Leased {
  readonly key: unknown;
  readonly listeners: Set<() => void>;
  timer?: ReturnType<typeof setTimeout> | undefined;
  /** Does what its changes call for, and yields whether it is needed any longer. */
  settle(): unknown;
  /** It is no longer held. */
  drop?(): void;
}

export interface Lease<Value> {
  /** Holds it from now on, or again, until nobody needs it. */
  keep(value: Value): void;
  /** Something about it changed: it settles in the next microtask, once however much changed. */
  touch(value: Value): void;
  /** Holds it for a listener until that leaves. */
  join(value: Value, listener: () => void): () => void;
}

/** Holds what it keeps in `held`, until nobody has needed it for `gcTime` milliseconds. */
export function createLease<Value extends Leased>(held: Map<unknown, Value>, gcTime: number): Lease<Value> {
  let touched = new Set<Value>();

  const settle = (): void => {
    const values = touched;
    touched = new Set();
    for (const value of values) {
      // A timer that is set for much longer fires at once; what is dropped at once is never there for
      // who comes a moment later, such as the component that it was loaded for.
      if (!value.settle() && gcTime < 2e9) {
        value.timer ??= setTimeout(() => {
          held.delete(value.key);
          value.drop?.();
        }, gcTime || 1000);
      }
      for (const listener of value.listeners) {
        try {
          listener();
        } catch (error) {
          // It doesn't stop the others; the page's error handlers get to see it.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    }
  };

  const touch = (value: Value): void => {
    if (!touched.size) queueMicrotask(settle);
    touched.add(value);
  };

  const keep = (value: Value): void => {
    value.timer = clearTimeout(value.timer) as undefined;
    held.set(value.key, value);
  };

  return {
    keep,
    touch,
    join(value, listener) {
      keep(value);
      value.listeners.add(listener);
      return () => {
        value.listeners.delete(listener);
        touch(value);
      };
    },
  };
}
