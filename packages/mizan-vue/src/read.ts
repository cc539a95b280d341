/** What a component reads: a whole context, one slice of it, or a slice to await in `setup`. */
import type { ReadState, ReadStore, SliceData, SliceFailure } from "@mizan/runtime";
import { promiseOf } from "@mizan/runtime/suspense";
import { computed, getCurrentInstance, onMounted, onServerPrefetch } from "vue";
import type { ComputedRef, MaybeRefOrGetter as Given, Ref } from "vue";
import { useEntry, type Scope } from "./scope.js";
import { refsOf, useStore, type StateRefs } from "./subscribe.js";

export type ReadRefs<Data, Failure> = StateRefs<ReadState<Data, Failure>, "refetch">;

export function useContextState<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, params?: Given<P>,
): ReadRefs<D, F[keyof F]> {
  return useReadStore(useEntry(scope, `${scope.ref.name}_context`, params));
}

export function useSlice<P extends object, D extends object, F extends object, Name extends keyof D & string>(
  scope: Scope<P, D, F>, name: Name, params?: Given<P>,
): ReadRefs<SliceData<D, Name>, SliceFailure<F, Name>> {
  return useReadStore(useSliceStore(scope, name, name, params));
}

/** Settles with the first data. The ref keeps the last data over refetches and new params. */
export function useSliceSuspense<P extends object, D extends object, F extends object, Name extends keyof D & string>(
  scope: Scope<P, D, F>, name: Name, params?: Given<P>,
): Promise<Readonly<Ref<SliceData<D, Name>>>> {
  const store = useSliceStore(scope, name, `${name}_suspense`, params);
  const state = useStore(store);
  return promiseOf(store.value).then((first) => {
    let last = first;
    return computed(() => (last = state.value.data === undefined ? last : state.value.data));
  });
}

/** A slice whose own params are missing is idle, so that data, once there is some, is all there. */
function useSliceStore<P extends object, D extends object, F extends object, Name extends keyof D & string>(
  scope: Scope<P, D, F>, name: Name, hook: string, params: Given<P> | undefined,
): ComputedRef<ReadStore<SliceData<D, Name>, SliceFailure<F, Name>>> {
  const entry = useEntry(scope, hook, params);
  return computed(() => entry.value.slice(name));
}

function useReadStore<Data, Failure>(store: ComputedRef<ReadStore<Data, Failure>>): ReadRefs<Data, Failure> {
  const state = useStore(store);
  const take = (): void => void (state.value = store.value.getSnapshot());
  const component = getCurrentInstance();
  if (component) onServerPrefetch(() => store.value.load().then(take));
  // An element before the first render is the server's.
  if (component?.vnode.el) {
    state.value = store.value.getServerSnapshot();
    onMounted(take);
  }
  return refsOf<ReadState<Data, Failure>, "refetch">(state);
}
