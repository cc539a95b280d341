/**
 * The state of a mutation. It lives here and not in a component, so that a remount finds it again;
 * the latest run owns it, and every run settles its own promise.
 */
import { DjangoError } from "./error.js";
import { notify, report } from "./report.js";
import type { MutateOptions, MutationState, Store } from "./types.js";

type State = MutationState<unknown, unknown, unknown>;
type Outcome = Pick<State, "status" | "data" | "error" | "variables">;
type Run = (args: unknown, options: MutateOptions | undefined) => Promise<unknown>;

/** What a mutation needs of its client. */
export interface MutationHost {
  /** Has `settle` called in the next microtask. */
  touch(mutation: Mutation): void;
  /** Somebody is interested in the mutation. */
  keep(mutation: Mutation): void;
  /** Nobody is, until `keep`; the mutation may be dropped after a while. */
  rest(mutation: Mutation): void;
}

const NONE = { data: undefined, error: undefined };

export class Mutation implements Store<State> {
  /** Names a state that is shared; each without one is a component's own. */
  readonly key: string;
  readonly #host: MutationHost;
  readonly #run: Run;
  readonly #listeners: Set<() => void> = new Set();
  /** The runs since the last reset. */
  #runs = { latest: 0, pending: 0 };
  #state: State;

  constructor(host: MutationHost, run: Run, key: string) {
    this.key = key;
    this.#host = host;
    this.#run = run;
    this.#state = this.#stateOf({ status: "idle", variables: undefined, ...NONE });
  }

  getSnapshot = (): State => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    const own = (): void => listener();
    if (this.key) this.#host.keep(this);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
      this.#host.touch(this);
    };
  };

  mutate = (args: unknown, options?: MutateOptions): void => {
    this.mutateAsync(args, options).catch((error: unknown) => {
      if (!(error instanceof DjangoError)) report(error);
    });
  };

  mutateAsync = async (args: unknown, options?: MutateOptions): Promise<unknown> => {
    const runs = this.#runs;
    const run = ++runs.latest;
    const settle = (outcome: Outcome): void => {
      runs.pending--;
      if (runs === this.#runs) this.#set(run === runs.latest ? outcome : this.#state);
    };
    runs.pending++;
    this.#set({ status: "pending", variables: args, ...NONE });
    try {
      const data = await this.#run(args, options);
      settle({ status: "success", variables: args, data, error: undefined });
      return data;
    } catch (error) {
      settle({ status: "error", variables: args, data: undefined, error });
      throw error;
    }
  };

  reset = (): void => {
    this.#runs = { latest: 0, pending: 0 };
    this.#set({ status: "idle", variables: undefined, ...NONE });
  };

  /** Tells about the changes since the last microtask. */
  settle(): void {
    if (this.key && !this.#listeners.size && !this.#runs.pending) this.#host.rest(this);
    notify(this.#listeners);
  }

  #set(outcome: Outcome): void {
    this.#state = this.#stateOf(outcome);
    this.#host.touch(this);
  }

  #stateOf(outcome: Outcome): State {
    const { mutate, mutateAsync, reset } = this;
    const { status } = outcome;
    const pendingCount = this.#runs.pending;
    return {
      ...outcome, pendingCount, isPending: status === "pending", isSuccess: status === "success",
      mutate, mutateAsync, reset,
    } as State;
  }
}
