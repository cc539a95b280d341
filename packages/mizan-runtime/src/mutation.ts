/**
 * The state of a mutation. It lives here and not in a component, so that a remount finds it again;
 * the latest run owns it, and every run settles its own promise.
 */
import { DjangoError } from "./error.js";
import type { Lease } from "./lease.js";
import { notify, report } from "./report.js";
import type { MutateOptions, MutationState, Store } from "./types.js";

type State = MutationState<unknown, unknown, unknown>;

/** `touch` has a function called in the next microtask. */
export function createMutation(
  run: (args: unknown, options: MutateOptions | undefined) => Promise<unknown>,
  touch: (settle: () => void) => void,
  leaseOf: (mutation: Store<State>) => Lease,
): Store<State> {
  const listeners = new Set<() => void>();
  let runs = { latest: 0, pending: 0 };
  let state: State;

  const settle = (): void => {
    if (listeners.size + runs.pending === 0) lease.rest();
    notify(listeners);
  };

  const set = (status: string, variables?: unknown, data?: unknown, error?: unknown): void => {
    const [isPending, isSuccess] = [status === "pending", status === "success"];
    const pendingCount = runs.pending;
    const methods = { mutate, mutateAsync, reset };
    state = { status, variables, data, error, pendingCount, isPending, isSuccess, ...methods } as State;
    touch(settle);
  };

  const mutateAsync = async (args: unknown, options?: MutateOptions): Promise<unknown> => {
    const mine = runs;
    const id = ++mine.latest;
    const finish = (status: string, data?: unknown, error?: unknown): void => {
      mine.pending--;
      if (mine !== runs) return;
      if (id === mine.latest) set(status, args, data, error);
      else set(state.status, state.variables, state.data, state.error);
    };
    mine.pending++;
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
    mutateAsync(args, options).catch((error: unknown) => {
      if (!(error instanceof DjangoError)) report(error);
    });
  };

  const reset = (): void => {
    runs = { latest: 0, pending: 0 };
    set("idle");
  };

  const mutation: Store<State> = {
    getSnapshot: () => state,
    subscribe(listener) {
      const own = (): void => listener();
      lease.keep();
      listeners.add(own);
      return () => {
        listeners.delete(own);
        touch(settle);
      };
    },
  };
  const lease = leaseOf(mutation);
  lease.keep();
  reset();
  return mutation;
}
