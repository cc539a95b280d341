/**
 * A promise of a store's data, for what suspends: React's `use`, Vue's `<Suspense>`, `await` in
 * Svelte's markup. Its identity is stable until it is to yield something else.
 */
import type { ReadState, ReadStore } from "./types.js";

/** Milliseconds for which a failure is yielded; then asking again loads again. */
const FAILURE_TIME = 1000;

interface Held<Data> {
  readonly promise: Promise<Data>;
  isPending: boolean;
  data?: Data | undefined;
  failedAt?: number;
}
type Holding<Data> = ReadStore<Data, unknown> & { "~promise"?: Held<Data> };

/**
 * Yields the data that there is, also while newer data is under way or after that failed; else
 * what the first load brings, which it starts. Carries `status` with `value` or `reason` once it is
 * settled, so that `use` needn't wait.
 */
export function promiseOf<Data>(store: ReadStore<Data, unknown>): Promise<Data> {
  const holding: Holding<Data> = store;
  const held = holding["~promise"];
  const state = store.getSnapshot();
  if (held && (held.isPending || isCurrent(held, state))) return held.promise;
  const isKnown = hasData(state) || (state.status === "error" && !held && !isRendered(store, state));
  const next = isKnown ? settled(state) : pending(store);
  holding["~promise"] = next;
  return next.promise;
}

/** Whether it is the failure that the server rendered with, which the browser doesn't have to share. */
function isRendered<Data>(store: ReadStore<Data, unknown>, state: ReadState<Data, unknown>): boolean {
  const there = store.getServerSnapshot();
  return there !== state && there.error === state.error;
}

function isCurrent<Data>({ data, failedAt }: Held<Data>, state: ReadState<Data, unknown>): boolean {
  if (failedAt === undefined) return hasData(state) && state.data === data;
  return !hasData(state) && Date.now() - failedAt < FAILURE_TIME;
}

function hasData<Data>({ status, data }: ReadState<Data, unknown>): boolean {
  return data !== undefined || status === "idle";
}

function settled<Data>(state: ReadState<Data, unknown>): Held<Data> {
  const promise = hasData(state) ? Promise.resolve(state.data as Data) : Promise.reject(state.error);
  const held: Held<Data> = { promise, isPending: false };
  carry(held, state);
  return held;
}

function pending<Data>(store: ReadStore<Data, unknown>): Held<Data> {
  const promise = store.load().then(() => {
    const state = store.getSnapshot();
    held.isPending = false;
    carry(held, state);
    if (!hasData(state)) throw state.error;
    return state.data as Data;
  });
  const held: Held<Data> = { promise, isPending: true };
  promise.catch(() => {});
  return held;
}

/** Notes an outcome on its promise, where React looks for it. */
function carry<Data>(held: Held<Data>, state: ReadState<Data, unknown>): void {
  held.promise.catch(() => {});
  if (hasData(state)) {
    held.data = state.data;
    Object.assign(held.promise, { status: "fulfilled", value: state.data });
  } else {
    held.failedAt = Date.now();
    Object.assign(held.promise, { status: "rejected", reason: state.error });
  }
}
