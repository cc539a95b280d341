/**
 * What adapters subscribe to: an entry as a whole, or the slice that one of its functions yields.
 * Snapshots keep their identity until something in them changed.
 */
import type { Entry, EntryState } from "./entry.js";
import type { DjangoError } from "./error.js";
import { own } from "./own.js";
import type { ReadState, ReadStore } from "./types.js";

type Snapshot = ReadState<unknown, DjangoError>;

/** The slice of `entry` that its function `fn` yields; without them, the entry that it is, as a whole. */
export class View implements ReadStore<unknown, DjangoError> {
  readonly #of: Entry;
  readonly #fn: string | undefined;
  #snapshot: Snapshot | undefined;
  #server: Snapshot | undefined;

  constructor(entry?: Entry, fn?: string) {
    this.#of = entry ?? (this as unknown as Entry);
    this.#fn = fn;
  }

  getSnapshot(): Snapshot {
    const last = this.#snapshot;
    const next = select(this.#of.now, this.#fn);
    for (const key in next) if (!Object.is(next[key as keyof Snapshot], last?.[key as keyof Snapshot])) this.#snapshot = next;
    return this.#snapshot!;
  }

  getServerSnapshot(): Snapshot {
    if (typeof window === "undefined") return this.getSnapshot();
    return (this.#server ??= select(this.#of.initial, this.#fn));
  }

  subscribe(listener: () => void): () => void {
    let told = this.getSnapshot();
    return this.#of.now.join(() => {
      if (told !== (told = this.getSnapshot())) listener();
    });
  }

  load(signal?: AbortSignal): Promise<void> {
    return this.#of.now.wait(signal);
  }
}

function select(
  { data, error: failure, errors, isFetching: isLoading, updatedAt, refetch }: EntryState,
  fn: string | undefined,
): Snapshot {
  const failed = Object.keys(errors);
  const error = failure ?? own(errors, fn ?? failed[0]!);
  const value = fn ? own(data, fn) : failed.some((name) => own(data, name) === undefined) ? undefined : data;
  const status = error ? "error" : !data ? "loading" : value === undefined ? "idle" : "success";
  const isFetching = isLoading || !(data || failure);
  return { status, data: value, error, isFetching, updatedAt, refetch } as Snapshot;
}
