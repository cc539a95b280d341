"use client";
/**
 * The one place where React subscribes to the kernel. Both stores of the kernel keep a snapshot's
 * identity until something changed, which is what `useSyncExternalStore` asks for.
 */
import type { ReadState, ReadStore, Store } from "@mizan/runtime";
import { useCallback, useSyncExternalStore } from "react";

/** What `useSyncExternalStore` takes; the same until there is another store. */
export function useSubscribe(store: Store<unknown>): (listener: () => void) => () => void {
  return useCallback((listener) => store.subscribe(listener), [store]);
}

export function useStore<Snapshot>(store: Store<Snapshot>): Snapshot {
  const getSnapshot = (): Snapshot => store.getSnapshot();
  return useSyncExternalStore(useSubscribe(store), getSnapshot, getSnapshot);
}

export function useReadStore<D, F>(store: ReadStore<D, F>): ReadState<D, F> {
  const getServerSnapshot = (): ReadState<D, F> => store.getServerSnapshot();
  return useSyncExternalStore(useSubscribe(store), () => store.getSnapshot(), getServerSnapshot);
}
