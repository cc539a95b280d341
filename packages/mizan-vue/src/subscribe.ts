/**
 * The one place where Vue subscribes to the kernel. A synchronous watcher serves both sides: in a
 * browser it lives as long as its component, on a server the renderer stops it when it is done.
 */
import type { Store } from "@mizan/runtime";
import { getCurrentScope, shallowRef, watch } from "vue";
import type { ComputedRef, Ref, ShallowRef } from "vue";

/** A state as refs and its methods as they are. `state` is all of it, narrowed by its `status`. */
export type StateRefs<State, Method extends keyof State> = Pick<State, Method> & {
  readonly [Key in Exclude<keyof State, Method>]: ComputedRef<State[Key]>;
} & { readonly state: Readonly<Ref<State>> };

/** The snapshot of the store that `source` holds now. */
export function useStore<Snapshot>(source: Readonly<Ref<Store<Snapshot>>>): ShallowRef<Snapshot> {
  const snapshot = shallowRef(source.value.getSnapshot());
  follow(source, (store) => {
    snapshot.value = store.getSnapshot();
  });
  return snapshot;
}

/** Subscribes for no other reason than that a store with a subscriber stays loaded. */
export function keepLoaded(source: Readonly<Ref<Store<unknown>>>): void {
  follow(source, () => {});
}

function follow<S extends Store<unknown>>(
  source: Readonly<Ref<S>>, take: (store: S) => void,
): void {
  if (!getCurrentScope()) throw new Error("Outside setup(), call this in effectScope().run()");
  watch(
    source,
    (store, _previous, onCleanup) => {
      take(store);
      onCleanup(store.subscribe(() => take(store)));
    },
    { immediate: true, flush: "sync" },
  );
}
