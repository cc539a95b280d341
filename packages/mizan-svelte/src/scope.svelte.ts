/**
 * A scope ties a context of the backend to Svelte's own way of reaching the nearest provider, and
 * the provider keeps one instance of it loaded for as long as it is mounted.
 */
import type { ContextRef, Entry } from "@mizan/runtime";
import { missingProvider, pascalCase } from "@mizan/runtime/missing";
import { getContext, hasContext, setContext, untrack } from "svelte";
import { useClient } from "./client.js";

/**
 * `ref` is the key of the nearest provider, so that a scope is a plain object: Svelte's compiler
 * drops the comment by which a bundler would know that making one has no effect.
 */
export interface Scope<P extends object, D extends object, F extends object> {
  readonly ref: ContextRef<P, D, F>;
}

/** Makes the component that calls this a provider of `scope` for all below it. */
export function provideContext<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>,
  params: () => P,
): void {
  const client = useClient(`<${pascalCase(scope.ref.name)}Context>`);
  const entry = $derived(client.entry(scope.ref, params()));
  setContext<() => Entry<D, F>>(scope.ref, () => entry);
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
  if (!params) {
    return hasContext(scope.ref) ? getContext(scope.ref) : missingProvider(caller, scope.ref.name, true);
  }
  const client = useClient(caller);
  const entry = $derived(client.entry(scope.ref, params()));
  return () => entry;
}
