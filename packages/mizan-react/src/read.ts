"use client";
/** What a component reads: a whole context, one slice of it, or a slice that suspends. */
import type { ReadState, SliceData, SliceFailure } from "@mizan/runtime";
import * as React from "react";
import { useEntry } from "./scope.js";
import type { Scope } from "./scope.js";
import { useReadStore } from "./subscribe.js";

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
  return useReadStore(useEntry(scope, name, params).slice(name));
}

/** Suspends until there is data, throws if the first load fails, keeps its data over refetches. */
export function useSliceSuspense<
  P extends object, D extends object, F extends object, Name extends keyof D & string,
>(scope: Scope<P, D, F>, name: Name, params?: P): SliceData<D, Name> {
  const store = useEntry(scope, `${name}_suspense`, params).slice(name);
  const { data } = useReadStore(store);
  const held = React.useMemo(() => (data === undefined ? undefined : fulfilled(data)), [data]);
  const promise: Tracked<SliceData<D, Name>> = store.promise();
  // React must see the promise that it suspended on again. A later load's it must not see, for it
  // would suspend though there is data.
  return (react.use ?? unwrap)(held === undefined || promise.value === data ? promise : held);
}

/** A promise that carries its outcome where React 19's `use` notes it. */
type Tracked<Value> = Promise<Value> &
  (
    | { readonly status?: "pending"; readonly value?: undefined }
    | { readonly status: "fulfilled"; readonly value: Value }
    | { readonly status: "rejected"; readonly value?: undefined; readonly reason: unknown }
  );

function fulfilled<Value>(value: Value): Tracked<Value> {
  return Object.assign(Promise.resolve(value), { status: "fulfilled" as const, value });
}

// Named through a variable, so that no bundler looks for an export that React 18 doesn't have.
const react: { readonly use?: <Value>(promise: Promise<Value>) => Value } = React;

/** `use` for React 18, which suspends on a thrown promise. */
function unwrap<Value>(promise: Tracked<Value>): Value {
  if (promise.status === "fulfilled") return promise.value;
  if (promise.status === "rejected") throw promise.reason;
  if (promise.status === undefined) {
    Object.assign(promise, { status: "pending" });
    promise.then(
      (value) => Object.assign(promise, { status: "fulfilled", value }),
      (reason: unknown) => Object.assign(promise, { status: "rejected", reason }),
    );
  }
  throw promise;
}
