/**
 * The one place where Vue subscribes to the kernel. New params show at once and load once per tick, since
 * params may change together; what changed meanwhile shows then. On a server the renderer stops a watcher
 * when it is done, and what a component waits for is held by its own `load`.
 */
import type { Store } from "@mizan/runtime";
import { computed, getCurrentScope, onWatcherCleanup, shallowRef, watch } from "vue";
import type { ComputedRef, Ref, ShallowRef } from "vue";

/** A state as refs and its methods as they are. `state` is all of it, narrowed by its `status`. */
export type StateRefs<State, Method extends keyof State> = Pick<State, Method> & {
  readonly [Key in Exclude<keyof State, Method>]: ComputedRef<State[Key]>;
} & { readonly state: Readonly<Ref<State>> };

/** A method is that of the store that there is when it is called. */
export function refsOf<State extends object, Method extends keyof State>(state: ShallowRef<State>): StateRefs<State, Method> {
  const entries = Object.entries(state.value).map(([key, value]: [string, unknown]) => {
    const read = (): unknown => state.value[key as keyof State];
    const call = (...given: unknown[]): unknown => (read() as typeof call)(...given);
    return [key, typeof value === "function" ? call : computed(read)];
  });
  return { state, ...Object.fromEntries(entries) } as never;
}

/** The snapshot of the store that `source` holds now. */
export function useStore<Snapshot>(source: Readonly<Ref<Store<Snapshot>>>): ShallowRef<Snapshot> {
  const snapshot = shallowRef(source.value.getSnapshot());
  follow(source, (store) => void (snapshot.value = store.getSnapshot()));
  return snapshot;
}

/** Subscribes for no other reason than that a store with a subscriber stays loaded. */
export function keepLoaded(source: Readonly<Ref<Store<unknown>>>): void {
  follow(source, () => {});
}

function follow<S extends Store<unknown>>(source: Readonly<Ref<S>>, take: (store: S) => void): void {
  if (!getCurrentScope()) throw new Error("Outside setup(), call this in effectScope().run()");
  const show = (): void => take(source.value);
  watch(source, show, { immediate: true, flush: "sync" });
  watch(source, (store) => { onWatcherCleanup(store.subscribe(show)); show(); }, { immediate: true });
}
