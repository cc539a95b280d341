/**
 * The vocabulary shared by the kernel, the adapters and generated code. Types only: nothing here
 * reaches a bundle.
 */
import type { EntryState } from "./entry.js";
import type { DjangoError } from "./error.js";
import type { Invalidation } from "./invalidation.js";

/** A decimal as it travels: text, because a JavaScript number would lose digits. */
export type DecimalString = `${number}`;

/** The declared wire type of a context param; a one-element tuple is a list of that scalar. */
export type ScalarType = "integer" | "number" | "boolean" | "string";
export type ParamType = ScalarType | readonly [ScalarType];

/**
 * Identifies a server function. `Input` is `void` (or a union with it) when no argument is needed;
 * `Failure` is the error type that a call rejects with.
 */
export interface FunctionRef<Input, Output, Failure = DjangoError<Input>> {
  readonly name: string;
  readonly transport?: "websocket";
  /** Makes the body of a call, for functions that take files: `multipart` of `@mizan/runtime/v1`. */
  readonly body?: CallBody;
  /** Carries the types; never present at run time. */
  readonly "~types"?: { readonly input: Input; readonly output: Output; readonly failure: Failure };
}

export type CallBody = (fn: string, args: unknown) => string | FormData;

/**
 * Identifies a context: read functions that are fetched together. `Data` and `Failures` have one
 * key per function of the context.
 */
export interface ContextRef<Params extends object, Data extends object, Failures extends object> {
  readonly name: string;
  readonly params: Readonly<Record<string, ParamType>>;
  /** Carries the types; never present at run time. */
  readonly "~types"?: { readonly params: Params; readonly data: Data; readonly failures: Failures };
}

/** Any context, where its types don't matter. */
export type AnyContext = ContextRef<object, object, object>;

/** What one function of a context yields, as `useSlice` returns it. */
export type SliceData<Data, Name extends keyof Data> = Exclude<Data[Name], undefined>;
export type SliceFailure<Failures, Name> = Name extends keyof Failures ? Failures[Name] : DjangoError;

interface ReadBase {
  /** A request is under way, whether or not there is data already. */
  readonly isFetching: boolean;
  /** Milliseconds since the epoch of the newest answer, 0 before the first. */
  readonly updatedAt: number;
  /** Fetches again and resolves when settled; never rejects, the outcome is in the state. */
  readonly refetch: () => Promise<void>;
}
export interface ReadPending extends ReadBase {
  readonly status: "idle" | "loading";
  readonly data: undefined;
  readonly error: undefined;
}
export interface ReadSuccess<Data> extends ReadBase {
  readonly status: "success";
  readonly data: Data;
  readonly error: undefined;
}
export interface ReadFailure<Data, Failure> extends ReadBase {
  readonly status: "error";
  /** The data of the last answer that succeeded, if there was one. */
  readonly data: Data | undefined;
  readonly error: Failure;
}
/** The state of a context or of one slice of it; narrow it by `status`. */
export type ReadState<Data, Failure> = ReadPending | ReadSuccess<Data> | ReadFailure<Data, Failure>;

interface MutationBase<Input, Output> {
  /** How many runs are under way. */
  readonly pendingCount: number;
  /** Starts a run; its outcome is in the state. Never throws. */
  readonly mutate: (args: Input, options?: MutateOptions) => void;
  /** Starts a run and settles with that run's own outcome. */
  readonly mutateAsync: (args: Input, options?: MutateOptions) => Promise<Output>;
  /** Back to idle; runs under way still settle their promises but no longer touch the state. */
  readonly reset: () => void;
}
export interface MutationIdle<Input, Output> extends MutationBase<Input, Output> {
  readonly status: "idle";
  readonly isPending: false;
  readonly isSuccess: false;
  readonly data: undefined;
  readonly error: undefined;
  readonly variables: undefined;
}
export interface MutationPending<Input, Output> extends MutationBase<Input, Output> {
  readonly status: "pending";
  readonly isPending: true;
  readonly isSuccess: false;
  readonly data: undefined;
  readonly error: undefined;
  readonly variables: Input;
}
export interface MutationSuccess<Input, Output> extends MutationBase<Input, Output> {
  readonly status: "success";
  readonly isPending: false;
  readonly isSuccess: true;
  readonly data: Output;
  readonly error: undefined;
  readonly variables: Input;
}
export interface MutationFailure<Input, Output, Failure> extends MutationBase<Input, Output> {
  readonly status: "error";
  readonly isPending: false;
  readonly isSuccess: false;
  readonly data: undefined;
  readonly error: Failure;
  readonly variables: Input;
}
/** The state of a mutation's latest run; narrow it by `status`. */
export type MutationState<Input, Output, Failure> =
  | MutationIdle<Input, Output>
  | MutationPending<Input, Output>
  | MutationSuccess<Input, Output>
  | MutationFailure<Input, Output, Failure>;

/** What an adapter subscribes to. Snapshots keep their identity until something changed. */
export interface Store<Snapshot> {
  subscribe(listener: () => void): () => void;
  getSnapshot(): Snapshot;
}

/** A context instance, or one slice of it. Subscribing loads it; the last one to leave lets it go. */
export interface ReadStore<Data, Failure> extends Store<ReadState<Data, Failure>> {
  /** The snapshot that the server rendered with, for the first client render. */
  getServerSnapshot(): ReadState<Data, Failure>;
  /**
   * Loads what is missing or outdated, keeps it meanwhile, and resolves when settled; never rejects,
   * the outcome is in the state. `signal` ends the wait. `promiseOf` of `@mizan/runtime/suspense`
   * makes a promise of data from it.
   */
  load(signal?: AbortSignal): Promise<void>;
}

/** One (context, canonical params) of a client. */
export interface Entry<Data extends object, Failures extends object>
  extends ReadStore<Data, Failures[keyof Failures]> {
  readonly key: string;
  slice<Name extends keyof Data & string>(
    name: Name,
  ): ReadStore<SliceData<Data, Name>, SliceFailure<Failures, Name>>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface MutateOptions extends CallOptions {
  /**
   * Shows the expected outcome while the run is under way: made by `optimistic` of
   * `@mizan/runtime/optimistic`.
   */
  readonly optimistic?: OptimisticUpdate;
}

/** Shows a change in what `matching` finds, and yields the way to take it back. */
export type OptimisticUpdate = (
  matching: (context: string, params: object) => readonly OptimisticTarget[],
) => (hasSucceeded?: boolean) => void;
export interface OptimisticTarget {
  /** From now on, passes what the server said through `painter` before it is shown. */
  paint(painter: (raw: Fields) => Fields): void;
  readonly listeners: ReadonlySet<unknown>;
  getSnapshot(): ReadState<unknown, unknown>;
  load(): Promise<void>;
}
type Fields = Readonly<Record<string, unknown>>;

/** What a server rendered with, by instance: `user{"user_id":"5"}` (context, canonical params). */
export type HydrationState = Readonly<Record<string, Seed>>;
export interface Seed {
  /**
   * The bundle, as `GET /ctx/<name>/` answers it; one that could not be read at all has the error in its
   * `$errors`, under the empty name.
   */
  readonly data: Fields;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
}

/** An instance in memory, for extensions such as refetching on focus or dehydration. */
export interface HeldEntry extends EntryState {
  readonly key: string;
  readonly context: AnyContext;
  /** Those who are subscribed. */
  readonly listeners: ReadonlySet<unknown>;
  getSnapshot(): ReadState<unknown, DjangoError>;
  /** Takes data in as if it had just been answered. */
  take(bundle: Fields): void;
}

/** One application's (or one server request's) connection to a backend, and all its state. */
export interface MizanClient {
  /** Runs a function and takes in what its answer made stale. */
  call<Input, Output, Failure>(
    fn: FunctionRef<Input, Output, Failure>,
    args: Input,
    options?: CallOptions,
  ): Promise<Output>;
  /** Reads a context: from memory when fresh, else from the server. */
  fetch<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params: Params,
    options?: CallOptions,
  ): Promise<Data>;
  /** Loads a context ahead of need; failures are kept for whoever reads it and not thrown. */
  prefetch<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params: Params,
  ): Promise<void>;
  /** Marks what is held of a context as stale; params left out match anything. */
  invalidate<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params?: Partial<Params>,
  ): void;
  /** For adapters: the instance that `params` name. */
  entry<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params: Params,
  ): Entry<Data, Failures>;
  /** For adapters: a mutation's state. The same `key` shares one state, and keeps it over a remount. */
  mutation<Input, Output, Failure>(
    fn: FunctionRef<Input, Output, Failure>,
    key?: string,
  ): Store<MutationState<Input, Output, Failure>>;
  /**
   * Every invalidation goes through here: answers', the application's own, and those from elsewhere.
   * An extension may put a function around it. `mark` is the kernel's own business.
   */
  receive: (entries: readonly Invalidation[], mark?: number) => void;
  /** The instances in memory. */
  entries(): Iterable<HeldEntry>;
}
