/** What a component reads: a whole context, one slice of it, or a slice to await. */
import type { ReadState, ReadStore, SliceData, SliceFailure } from "@mizan/runtime";
import { promiseOf } from "@mizan/runtime/suspense";
import { untrack } from "svelte";
import { useEntry } from "./scope.svelte.js";
import type { Scope } from "./scope.svelte.js";
import { useStore } from "./subscribe.svelte.js";

export function useContextState<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, params?: () => P,
): ReadState<D, F[keyof F]> {
  return useStore(useEntry(scope, `${scope.ref.name}_context`, params));
}

export function useSlice<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(
  scope: Scope<P, D, F>, name: Name, params?: () => P,
): ReadState<SliceData<D, Name>, SliceFailure<F, Name>> {
  const entry = useEntry(scope, name, params);
  return useStore(() => entry().slice(name) as Slice<D, F, Name>);
}

/** A slice whose own params are missing is idle, so that data, once there is some, is all there. */
type Slice<D, F, Name extends keyof D> = ReadStore<SliceData<D, Name>, SliceFailure<F, Name>>;

/** Settles with the first data; `current` keeps the last data over refetches and new params. */
export function useSliceSuspense<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(
  scope: Scope<P, D, F>, name: Name, params?: () => P,
): PromiseLike<{ readonly current: SliceData<D, Name> }> {
  const entry = useEntry(scope, `${name}_suspense`, params);
  const store = () => entry().slice(name) as Slice<D, F, Name>;
  const state = useStore(store);
  const load = () =>
    untrack(() => promiseOf(store())).then((first) => {
      let last = first;
      return {
        get current() {
          const { data } = state;
          return data === undefined ? last : (last = data);
        },
      };
    });
  return { then: (resolved, rejected) => load().then(resolved, rejected) };
}
