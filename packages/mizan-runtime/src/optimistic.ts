/**
 * Shows the expected outcome of a mutation before the server has said it: a layer over the
 * server's data, which is never written into, taken back when the mutation settles.
 */
import type { Bundle } from "./transport.js";
import type { ContextRef, OptimisticTarget, OptimisticUpdate } from "./types.js";

/**
 * For the option `optimistic` of a mutation: passes the data of every mounted instance of `context`
 * that `params` match through `change`. After a failure the layer goes at once; after a success it
 * goes with the fresh data, so that the old never shows in between.
 */
export function optimistic<Params extends object, Data extends object, Failures extends object>(
  context: ContextRef<Params, Data, Failures>,
  params: Partial<Params>,
  change: NoInfer<(data: Data) => Data>,
): OptimisticUpdate {
  return (matching) => {
    const mounted = matching(context.name, params).filter(({ listeners }) => listeners.size > 0);
    const releases = mounted.map((target) => layer(target, change as unknown as Change));
    return (hasSucceeded) => releases.forEach((release) => release(hasSucceeded));
  };
}

/** Several at once. */
export function together(...updates: readonly OptimisticUpdate[]): OptimisticUpdate {
  return (matching) => {
    const releases = updates.map((update) => update(matching));
    return (hasSucceeded) => releases.forEach((release) => release(hasSucceeded));
  };
}

type Change = (data: Bundle) => Bundle;
type Layer = (data: Bundle, raw: Bundle) => Bundle;
type Layered = OptimisticTarget & { "~layers"?: Set<Layer> };

function layer(target: Layered, change: Change): (hasSucceeded?: boolean) => void {
  let isSettled = false;
  /** The server's data when the mutation succeeded; a layer over newer data shows it twice. */
  let settledOver: Bundle | undefined;
  let last: Bundle | undefined;
  const apply = (data: Bundle, raw: Bundle): Bundle => {
    last = raw;
    return isSettled && settledOver !== raw ? data : changed(data, change);
  };
  const layers = (target["~layers"] ??= new Set());
  const show = (): void => target.paint((raw) => [...layers].reduce((data, each) => each(data, raw), raw));
  const release = (): void => {
    layers.delete(apply);
    show();
  };
  layers.add(apply);
  show();
  return (hasSucceeded) => {
    const isAwaited = target.listeners.size > 0 && target.getSnapshot().isFetching;
    if (!hasSucceeded || !isAwaited) return release();
    isSettled = true;
    settledOver = last;
    void target.load().then(release);
  };
}

/** A change gets a copy, so that it can't write into what the server said. */
function changed(data: Bundle, change: Change): Bundle {
  try {
    return change(structuredClone(data));
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
    return data;
  }
}
