/** What a component runs: a function of the backend, with the state of its latest run. */
import type { FunctionRef, MutationState } from "@mizan/runtime";
import { pascalCase } from "@mizan/runtime/missing";
import { shallowRef } from "vue";
import { useClient } from "./client.js";
import { refsOf, useStore, type StateRefs } from "./subscribe.js";

export interface MutationOptions {
  /** Components with the same key share one state, which outlives them. */
  readonly key?: string | undefined;
}

type Method = "mutate" | "mutateAsync" | "reset";
export type MutationRefs<Input, Output, Failure> = StateRefs<MutationState<Input, Output, Failure>, Method>;

export function useMutation<Input, Output, Failure>(
  fn: FunctionRef<Input, Output, Failure>, options?: MutationOptions,
): MutationRefs<Input, Output, Failure> {
  const client = useClient(`use${pascalCase(fn.name)}()`);
  const state = useStore(shallowRef(client.mutation(fn, options?.key)));
  return refsOf<MutationState<Input, Output, Failure>, Method>(state);
}
