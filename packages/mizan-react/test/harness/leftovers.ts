/** Counts, inside a page, what could outlive its components: listeners and timers. */

export interface Leftovers {
  readonly listeners: number;
  readonly timers: number;
}

declare global {
  interface Window {
    leftovers: () => Leftovers;
  }
}

/** Runs in the page before anything else does, and so may use nothing from outside itself. */
export function watchLeftovers(): void {
  const timers = new Set<unknown>();
  let listeners = 0;
  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  const { addEventListener, removeEventListener } = EventTarget.prototype;

  // An element takes its listeners along when it goes.
  const outlives = (target: EventTarget): number => (target instanceof Element ? 0 : 1);

  Object.assign(window, {
    setTimeout(run: () => void, delay?: number) {
      const id: unknown = setTimeout(() => {
        timers.delete(id);
        run();
      }, delay);
      timers.add(id);
      return id;
    },
    clearTimeout(id?: number) {
      timers.delete(id);
      clearTimeout(id);
    },
    setInterval(run: () => void, delay?: number) {
      const id: unknown = setInterval(run, delay);
      timers.add(id);
      return id;
    },
    clearInterval(id?: number) {
      timers.delete(id);
      clearInterval(id);
    },
    leftovers: () => ({ listeners, timers: timers.size }),
  });
  EventTarget.prototype.addEventListener = function (...given) {
    listeners += outlives(this);
    addEventListener.apply(this, given);
  };
  EventTarget.prototype.removeEventListener = function (...given) {
    listeners -= outlives(this);
    removeEventListener.apply(this, given);
  };
}
