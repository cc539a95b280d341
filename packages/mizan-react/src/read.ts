"use client";
/** What a component reads: a whole context, one slice of it, or a slice that suspends. */
import { promiseOf } from "@mizan/runtime/suspense";
import type { ReadState, ReadStore, SliceData, SliceFailure } from "@mizan/runtime";
import * as React from "react";
import { useEntry } from "./scope.js";
import type { Scope } from "./scope.js";
import { useReadStore, useSubscribe } from "./subscribe.js";

export function useContextState<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, params?: P,
): ReadState<D, F[keyof F]> {
  return useReadStore(useEntry(scope, `${scope.ref.name}_context`, params));
}

export function useSlice<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(
  scope: Scope<P, D, F>, name: Name, params?: P,
): ReadState<SliceData<D, Name>, SliceFailure<F, Name>> {
  return useReadStore(useEntry(scope, name, params).slice(name) as Slice<D, F, Name>);
}

/** A slice whose own params are missing is idle, so that data, once there is some, is all there. */
type Slice<D, F, Name extends keyof D> = ReadStore<SliceData<D, Name>, SliceFailure<F, Name>>;

/** Suspends until there is data, throws if the first load fails, keeps its data over refetches. */
export function useSliceSuspense<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(scope: Scope<P, D, F>, name: Name, params?: P): SliceData<D, Name> {
  const entry = useEntry(scope, `${name}_suspense`, params);
  const store = entry.slice(name) as Slice<D, F, Name>;
  const rendered = React.useMemo((): Slice<D, F, Name> => {
    const getServerSnapshot = () => store.getServerSnapshot();
    return {
      getSnapshot: getServerSnapshot,
      getServerSnapshot,
      subscribe: (listener) => store.subscribe(listener),
      load: (signal) => store.load(signal),
    };
  }, [store]);
  // The promise itself is what is subscribed to: it is another one when there is other data.
  const promise = React.useSyncExternalStore(
    useSubscribe(store),
    () => promiseOf(store),
    () => promiseOf(store.getServerSnapshot().status === "success" ? rendered : store),
  );
  return (react.use ?? unwrap)(promise);
}

// Named through a variable, so that no bundler looks for an export that React 18 doesn't have.
const react: { readonly version: string; readonly use?: <Value>(promise: Promise<Value>) => Value } = React;

/** The kernel notes a promise's outcome on it, where React 19's `use` looks for it too. */
type Tracked<Value> = Promise<Value> &
  (
    | { readonly status?: "pending" }
    | { readonly status: "fulfilled"; readonly value: Value }
    | { readonly status: "rejected"; readonly reason: unknown }
  );

/** `use` for React 18, which suspends on a thrown promise. */
function unwrap<Value>(promise: Tracked<Value>): Value {
  if (promise.status === "fulfilled") return promise.value;
  if (promise.status === "rejected") throw promise.reason;
  throw promise;
}
