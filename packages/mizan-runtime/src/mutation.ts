/**
 * The state of a mutation. It lives here and not in a component, so that a remount finds it again;
 * the latest run owns it, and every run settles its own promise.
 */
import type { Lease, Leased } from "./lease.js";
import type { MutateOptions, MutationState, Store } from "./types.js";

type State = MutationState<unknown, unknown, unknown>;
type Outcome = Pick<State, "status"> & Partial<Record<"variables" | "data" | "error", unknown>>;
export type Mutation = Store<State> & Leased;

export function createMutation(
  key: unknown,
  run: (args: unknown, options?: MutateOptions) => Promise<unknown>,
  lease: Lease<Mutation>,
): Mutation {
  const listeners = new Set<() => void>();
  /** Under way, since the last reset. */
  const runs = new Set<number>();
  let latest = 0;
  let state: State;

  const set = (outcome: Outcome): void => {
    state = {
      error: undefined,
      data: undefined,
      variables: undefined,
      ...outcome,
      pendingCount: runs.size,
      isPending: outcome.status === "pending",
      isSuccess: outcome.status === "success",
      mutate,
      mutateAsync,
      reset,
    } as State;
    lease.touch(mutation);
    lease.keep(mutation);
  };

  const mutateAsync = async (variables: unknown, options?: MutateOptions): Promise<unknown> => {
    const current = ++latest;
    const finish = (outcome: Outcome): void => {
      if (runs.delete(current)) set(current === latest ? { ...outcome, variables } : state);
    };
    runs.add(current);
    set({ status: "pending", variables });
    try {
      const data = await run(variables, options);
      finish({ status: "success", data });
      return data;
    } catch (error) {
      finish({ status: "error", error });
      throw error;
    }
  };

  const mutate = (args: unknown, options?: MutateOptions): void => {
    mutateAsync(args, options).catch(() => {});
  };

  const reset = (): void => {
    runs.clear();
    set({ status: "idle" });
  };

  const mutation: Mutation = {
    key,
    listeners,
    settle: () => listeners.size || runs.size,
    getSnapshot: () => state,
    subscribe: (listener) => lease.join(mutation, listener),
  };
  reset();
  return mutation;
}
