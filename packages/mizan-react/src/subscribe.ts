"use client";
/**
 * The one place where React subscribes to the kernel. Both stores of the kernel keep a snapshot's
 * identity until something changed, which is what `useSyncExternalStore` asks for.
 */
import type { ReadState, ReadStore, Store } from "@mizan/runtime";
import { useCallback, useSyncExternalStore } from "react";

export function useStore<Snapshot>(
  store: Store<Snapshot>, getServerSnapshot?: () => Snapshot,
): Snapshot {
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const getSnapshot = (): Snapshot => store.getSnapshot();
  return useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot ?? getSnapshot);
}

export function useReadStore<Data, Failure>(
  store: ReadStore<Data, Failure>,
): ReadState<Data, Failure> {
  return useStore(store, () => store.getServerSnapshot());
}
