/**
 * The state of a mutation. It lives here and not in a component, so that a remount finds it again;
 * the latest run owns it, and every run settles its own promise.
 */
import type { Lease } from "./lease.js";
import { notify } from "./notify.js";
import type { MutateOptions, MutationState, Store } from "./types.js";

type State = MutationState<unknown, unknown, unknown>;

/** `touch` has a function called in the next microtask. */
export function createMutation(
  run: (args: unknown, options?: MutateOptions) => Promise<unknown>,
  touch: (settle: () => void) => void,
  leaseOf: (mutation: Store<State>) => Lease,
): Store<State> {
  const listeners = new Set<() => void>();
  /** Under way, since the last reset. */
  const runs = new Set<object>();
  let latest: object;
  let state: State;

  const settle = (): void => {
    if (!listeners.size && !runs.size) lease.rest();
    notify(listeners);
  };

  const set = (status: string, variables?: unknown, data?: unknown, error?: unknown): void => {
    state = {
      status,
      variables,
      data,
      error,
      pendingCount: runs.size,
      isPending: status === "pending",
      isSuccess: status === "success",
      mutate,
      mutateAsync,
      reset,
    } as State;
    touch(settle);
  };

  const mutateAsync = async (args: unknown, options?: MutateOptions): Promise<unknown> => {
    const current = (latest = {});
    const finish = (status: string, data?: unknown, error?: unknown): void => {
      if (!runs.delete(current)) return;
      if (current === latest) set(status, args, data, error);
      else set(state.status, state.variables, state.data, state.error);
    };
    runs.add(current);
    set("pending", args);
    try {
      const data = await run(args, options);
      finish("success", data);
      return data;
    } catch (error) {
      finish("error", undefined, error);
      throw error;
    }
  };

  const mutate = (args: unknown, options?: MutateOptions): void => {
    mutateAsync(args, options).catch(() => {});
  };

  const reset = (): void => {
    runs.clear();
    set("idle");
  };

  const mutation: Store<State> = {
    getSnapshot: () => state,
    subscribe(listener) {
      lease.keep();
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        touch(settle);
      };
    },
  };
  const lease = leaseOf(mutation);
  reset();
  return mutation;
}
