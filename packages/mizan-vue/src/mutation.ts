/** What a component runs: a function of the backend, with the state of its latest run. */
import type { FunctionRef, MutationState } from "@mizan/runtime";
import { computed, shallowRef } from "vue";
import { useClient } from "./client.js";
import { pascalCase } from "./missing.js";
import { useStore } from "./subscribe.js";
import type { StateRefs } from "./subscribe.js";

export interface MutationOptions {
  /** Components with the same key share one state, which outlives them. */
  readonly key?: string | undefined;
}

export type MutationRefs<Input, Output, Failure> = StateRefs<
  MutationState<Input, Output, Failure>,
  "mutate" | "mutateAsync" | "reset"
>;

export function useMutation<Input, Output, Failure>(
  fn: FunctionRef<Input, Output, Failure>, options?: MutationOptions,
): MutationRefs<Input, Output, Failure> {
  const client = useClient(`use${pascalCase(fn.name)}()`);
  const state = useStore(shallowRef(client.mutation(fn, options?.key)));
  return {
    state,
    status: computed(() => state.value.status),
    data: computed(() => state.value.data),
    error: computed(() => state.value.error),
    variables: computed(() => state.value.variables),
    pendingCount: computed(() => state.value.pendingCount),
    isPending: computed(() => state.value.isPending),
    isSuccess: computed(() => state.value.isSuccess),
    mutate: (args, given) => state.value.mutate(args, given),
    mutateAsync: (args, given) => state.value.mutateAsync(args, given),
    reset: () => state.value.reset(),
  };
}
