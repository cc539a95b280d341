/**
 * The one place where Svelte subscribes to the kernel: from the first effect that reads a snapshot
 * to the last, so that there is nothing to destroy. On a server nothing subscribes.
 */
import type { Store } from "@mizan/runtime";
import { untrack } from "svelte";
import { createSubscriber } from "svelte/reactivity";

/** The snapshot of the store that `find` yields, as an object that always reads the newest. */
export function useStore<Snapshot extends object>(find: () => Store<Snapshot>): Snapshot {
  const source = $derived.by(() => {
    const store = find();
    return { store, subscribe: createSubscriber((update) => store.subscribe(update)) };
  });
  const current = (): Snapshot => {
    const { store, subscribe } = source;
    const snapshot = store.getSnapshot();
    subscribe();
    return snapshot;
  };
  // A proxy and not getters: it keeps the union that `status` narrows. Its target is a copy, since
  // a proxy may not answer otherwise than a frozen target.
  return new Proxy(
    { ...untrack(() => source.store.getSnapshot()) },
    { get: (_target, property) => Reflect.get(current(), property) },
  );
}
