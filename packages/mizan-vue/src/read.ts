/** What a component reads: a whole context, one slice of it, or a slice to await in `setup`. */
import type { ReadState, ReadStore, SliceData, SliceFailure } from "@mizan/runtime";
import { promiseOf } from "@mizan/runtime/suspense";
import { computed, getCurrentInstance, onMounted, onServerPrefetch } from "vue";
import type { ComputedRef, MaybeRefOrGetter, Ref } from "vue";
import { useEntry } from "./scope.js";
import type { Scope } from "./scope.js";
import { useStore } from "./subscribe.js";
import type { StateRefs } from "./subscribe.js";

export type ReadRefs<Data, Failure> = StateRefs<ReadState<Data, Failure>, "refetch">;

export function useContextState<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, params?: MaybeRefOrGetter<P>,
): ReadRefs<D, F[keyof F]> {
  return useReadStore(useEntry(scope, `${scope.ref.name}_context`, params));
}

export function useSlice<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(
  scope: Scope<P, D, F>, name: Name, params?: MaybeRefOrGetter<P>,
): ReadRefs<SliceData<D, Name>, SliceFailure<F, Name>> {
  const entry = useEntry(scope, name, params);
  return useReadStore(computed(() => entry.value.slice(name) as Slice<D, F, Name>));
}

/** A slice whose own params are missing is idle, so that data, once there is some, is all there. */
type Slice<D, F, Name extends keyof D> = ReadStore<SliceData<D, Name>, SliceFailure<F, Name>>;

/** Settles with the first data. The ref keeps the last data over refetches and new params. */
export function useSliceSuspense<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(
  scope: Scope<P, D, F>, name: Name, params?: MaybeRefOrGetter<P>,
): Promise<Readonly<Ref<SliceData<D, Name>>>> {
  const entry = useEntry(scope, `${name}_suspense`, params);
  const store = computed(() => entry.value.slice(name) as Slice<D, F, Name>);
  const state = useStore(store);
  return promiseOf(store.value).then((first) => {
    let last = first;
    return computed(() => {
      const { data } = state.value;
      return data === undefined ? last : (last = data);
    });
  });
}

function useReadStore<Data, Failure>(
  store: ComputedRef<ReadStore<Data, Failure>>,
): ReadRefs<Data, Failure> {
  const state = useStore(store);
  const take = (): void => {
    state.value = store.value.getSnapshot();
  };
  const component = getCurrentInstance();
  if (component) onServerPrefetch(() => store.value.load().then(take));
  // An element before the first render is the server's.
  if (component?.vnode.el) {
    state.value = store.value.getServerSnapshot();
    onMounted(take);
  }
  return {
    state,
    status: computed(() => state.value.status),
    data: computed(() => state.value.data),
    error: computed(() => state.value.error),
    isFetching: computed(() => state.value.isFetching),
    updatedAt: computed(() => state.value.updatedAt),
    refetch: () => state.value.refetch(),
  };
}
