/**
 * What adapters subscribe to: an entry as a whole, or the slice that one of its functions yields.
 * Snapshots keep their identity until something in them changed.
 */
import type { EntryState } from "./entry.js";
import type { DjangoError } from "./error.js";
import { own } from "./own.js";
import type { ReadState, ReadStore } from "./types.js";

type Snapshot = ReadState<unknown, DjangoError>;

/** The whole of an entry, or what its function `fn` yields. */
export function createView(
  state: () => EntryState,
  /** What the server rendered with; undefined on the server itself. */
  initial: EntryState | undefined,
  join: (listener: () => void) => () => void,
  load: (signal?: AbortSignal) => Promise<void>,
  fn?: string,
): ReadStore<unknown, DjangoError> {
  let seen = state();
  let snapshot = select(seen, fn);
  let server: Snapshot | undefined;
  const getSnapshot = (): Snapshot => {
    if (seen !== state()) {
      seen = state();
      const next = select(seen, fn);
      if (Object.keys(next).some((key) => next[key as keyof Snapshot] !== snapshot[key as keyof Snapshot])) snapshot = next;
    }
    return snapshot;
  };
  return {
    getSnapshot,
    getServerSnapshot: () => (initial ? (server ??= select(initial, fn)) : getSnapshot()),
    subscribe(listener) {
      let told = getSnapshot();
      return join(() => {
        if (told !== (told = getSnapshot())) listener();
      });
    },
    load,
  };
}

function select(
  { data, error: failure, errors, isFetching: isLoading, updatedAt, refetch }: EntryState,
  fn: string | undefined,
): Snapshot {
  const failed = Object.keys(errors);
  const error = failure ?? own(errors, fn ?? failed[0] ?? "");
  const isPartial = failed.some((name) => own(data, name) === undefined);
  const value = fn ? own(data, fn) : isPartial ? undefined : data;
  const status = error ? "error" : !data ? "loading" : value === undefined ? "idle" : "success";
  const isFetching = isLoading || !(data || failure);
  return { status, data: value, error, isFetching, updatedAt, refetch } as Snapshot;
}
