/**
 * A scope ties a context of the backend to Svelte's own way of reaching the nearest provider, and
 * the provider keeps one instance of it loaded for as long as it is mounted.
 */
import type { ContextRef, Entry } from "@mizan/runtime";
import { createContext, untrack } from "svelte";
import { useClient } from "./client.js";
import { missingProvider, orMissing, pascalCase } from "./missing.js";

export interface Scope<P extends object, D extends object, F extends object> {
  readonly ref: ContextRef<P, D, F>;
  readonly getNearest: () => () => Entry<D, F>;
  readonly setNearest: (entry: () => Entry<D, F>) => unknown;
}

export function createScope<P extends object, D extends object, F extends object>(
  ref: ContextRef<P, D, F>,
): Scope<P, D, F> {
  const [getNearest, setNearest] = createContext<() => Entry<D, F>>();
  return { ref, getNearest, setNearest };
}

/** Makes the component that calls this a provider of `scope` for all below it. */
export function provideContext<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>,
  params: () => P,
): void {
  const client = useClient(`<${pascalCase(scope.ref.name)}Context>`);
  const entry = $derived(client.entry(scope.ref, params()));
  scope.setNearest(() => entry);
  $effect(() => {
    const current = entry;
    return untrack(() => current.subscribe(() => {}));
  });
}

/** The instance that `params` name or, without params, the nearest provider's. */
export function useEntry<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, hook: string, params: (() => P) | undefined,
): () => Entry<D, F> {
  const caller = `use${pascalCase(hook)}()`;
  if (!params) return orMissing(scope.getNearest, () => missingProvider(caller, scope.ref.name));
  const client = useClient(caller);
  const entry = $derived(client.entry(scope.ref, params()));
  return () => entry;
}
