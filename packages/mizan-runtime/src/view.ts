/**
 * What adapters subscribe to: an entry as a whole, or the slice that one of its functions yields.
 * Snapshots keep their identity until something in them changed.
 */
import type { EntryState } from "./entry.js";
import type { DjangoError } from "./error.js";
import { own } from "./own.js";
import type { ReadState, ReadStore } from "./types.js";

type Snapshot = ReadState<unknown, DjangoError>;

/** What a view needs of its entry. */
export interface ViewSource {
  state(): EntryState;
  /** What the server rendered with; on a server, what there is. */
  serverState(): EntryState;
  /** Another object when promises are to yield something else. */
  turn(): object | undefined;
  /** Calls `listener` after changes, and loads what is outdated. */
  join(listener: () => void): () => void;
  /** Loads, for somebody who can't subscribe yet, what was never loaded. */
  loadFirst(): Promise<void> | undefined;
}

/** The whole of an entry, or what its function `fn` yields. */
export function createView(source: ViewSource, fn?: string): ReadStore<unknown, DjangoError> {
  const read = reader(fn);
  const readServer = reader(fn);
  const getSnapshot = (): Snapshot => read(source.state());
  let promise: Promise<unknown> | undefined;
  let turn: unknown;
  return {
    getSnapshot,
    getServerSnapshot: () => readServer(source.serverState()),
    subscribe(listener) {
      let seen = getSnapshot();
      return source.join(() => {
        if (seen !== (seen = getSnapshot())) listener();
      });
    },
    promise() {
      const loading = source.loadFirst();
      if (promise && turn === source.turn()) return promise;
      turn = source.turn();
      const yielded = Promise.resolve(loading).then(() => dataOf(getSnapshot()));
      // React's `use` reads a promise that carries its value without waiting.
      const carry = (value: unknown): unknown => Object.assign(yielded, { status: "fulfilled", value });
      const { data, error } = getSnapshot();
      if (!loading && (!error || data !== undefined)) carry(data);
      yielded.then(carry, () => {});
      return (promise = yielded);
    },
  };
}

/** The data that there is, or the reason why there is none; `fresh` data excludes any failure. */
export function dataOf({ data, error }: Snapshot, fresh?: "fresh"): unknown {
  if (error && (fresh || data === undefined)) throw error;
  return data;
}

function reader(fn: string | undefined): (state: EntryState) => Snapshot {
  let read: EntryState | undefined;
  let snapshot: Snapshot;
  return (state) => {
    if (read !== state) {
      const next = select(state, fn);
      if (!read || (Object.keys(next) as (keyof Snapshot)[]).some((key) => next[key] !== snapshot[key])) snapshot = next;
      read = state;
    }
    return snapshot;
  };
}

function select({ data, failure, errors, ...rest }: EntryState, fn: string | undefined): Snapshot {
  const failed = Object.keys(errors);
  const error = failure ?? own(errors, fn ?? failed[0]);
  const isWhole = failed.every((name) => own(data, name) !== undefined);
  const value = fn === undefined ? (isWhole ? data : undefined) : own(data, fn);
  const status = error ? "error" : !data ? "loading" : value === undefined ? "idle" : "success";
  return { ...rest, status, data: value, error } as Snapshot;
}
