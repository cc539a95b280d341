/** What a component runs: a function of the backend, with the state of its latest run. */
import type { FunctionRef, MutationState } from "@mizan/runtime";
import { pascalCase } from "@mizan/runtime/missing";
import { onMount } from "svelte";
import { useClient } from "./client.js";
import { useStore } from "./subscribe.svelte.js";

export interface MutationOptions {
  /** Components with the same key share one state, which outlives them. */
  readonly key?: string | undefined;
}

export function useMutation<Input, Output, Failure>(
  fn: FunctionRef<Input, Output, Failure>,
  options?: MutationOptions,
): MutationState<Input, Output, Failure> {
  const client = useClient(`use${pascalCase(fn.name)}()`);
  const store = client.mutation(fn, options?.key);
  // A component that only starts runs reads nothing, and shares the state all the same.
  onMount(() => store.subscribe(() => {}));
  return useStore(() => store);
}
