/**
 * What adapters subscribe to: an entry as a whole, or the slice that one of its functions yields.
 * Snapshots keep their identity until something in them changed.
 */
import type { ContextEntry, EntryState } from "./entry.js";
import { DjangoError } from "./error.js";
import type { ReadState, ReadStore } from "./types.js";

type Snapshot = ReadState<unknown, DjangoError>;
type Outcome = Pick<Snapshot, "status" | "data" | "error">;

export class View implements ReadStore<unknown, DjangoError> {
  readonly entry: ContextEntry;
  readonly #read: (state: EntryState) => Snapshot;
  readonly #readServer: (state: EntryState) => Snapshot;
  #promise: Promise<unknown> | undefined;
  #turn: object | undefined;

  constructor(entry: ContextEntry, fn?: string) {
    this.entry = entry;
    this.#read = reader(entry, fn);
    this.#readServer = reader(entry, fn);
  }

  getSnapshot = (): Snapshot => this.#read(this.entry.state);

  getServerSnapshot = (): Snapshot => this.#readServer(this.entry.serverState);

  subscribe = (listener: () => void): (() => void) => {
    let seen = this.getSnapshot();
    return this.entry.subscribe(() => {
      const snapshot = this.getSnapshot();
      if (snapshot === seen) return;
      seen = snapshot;
      listener();
    });
  };

  promise = (): Promise<unknown> => {
    this.entry.loadFirst();
    if (!this.#promise || this.#turn !== this.entry.turn) {
      this.#turn = this.entry.turn;
      this.#promise = this.#yield();
    }
    return this.#promise;
  };

  /** React's `use` reads a promise that carries its outcome without waiting. */
  #yield(): Promise<unknown> {
    const { firstLoad } = this.entry;
    const yielded = (async () => {
      if (firstLoad) await firstLoad;
      return dataOf(this.getSnapshot());
    })();
    const { status, data } = this.getSnapshot();
    if (status === "success") Object.assign(yielded, { status: "fulfilled", value: data });
    yielded.then(
      (value) => Object.assign(yielded, { status: "fulfilled", value }),
      (reason: unknown) => Object.assign(yielded, { status: "rejected", reason }),
    );
    return yielded;
  }
}

/** An instance of a context, and its slices. */
export class EntryView extends View {
  readonly #slices: Map<string, View> = new Map();

  get key(): string {
    return this.entry.key;
  }

  slice(fn: string): View {
    const slice = this.#slices.get(fn) ?? new View(this.entry, fn);
    this.#slices.set(fn, slice);
    return slice;
  }
}

/** The data that there is, or the reason why there is none. */
export function dataOf(snapshot: Snapshot, fresh?: "fresh"): unknown {
  if (snapshot.error && (fresh || snapshot.data === undefined)) throw snapshot.error;
  if (snapshot.status !== "loading") return snapshot.data;
  throw new DjangoError({ code: "ABORTED", message: "Aborted", kind: "abort" });
}

function reader(entry: ContextEntry, fn: string | undefined): (state: EntryState) => Snapshot {
  let read: EntryState | undefined;
  let snapshot: Snapshot | undefined;
  return (state) => {
    if (!snapshot || read !== state) {
      const { isFetching, updatedAt } = state;
      const next = { ...outcome(state, fn), isFetching, updatedAt, refetch: entry.refetch } as Snapshot;
      read = state;
      if (!snapshot || !alike(snapshot, next)) snapshot = next;
    }
    return snapshot;
  };
}

function outcome({ data, failure, errors }: EntryState, fn: string | undefined): Outcome {
  const failed = Object.keys(errors);
  const has = (name: string): boolean => !!data && Object.hasOwn(data, name);
  const name = fn ?? failed[0];
  const error = failure ?? (name !== undefined && Object.hasOwn(errors, name) ? errors[name] : undefined);
  const value = fn === undefined ? (failed.every(has) ? data : undefined) : has(fn) ? data?.[fn] : undefined;
  if (error) return { status: "error", data: value, error };
  if (!data) return { status: "loading", data: undefined, error: undefined };
  if (fn !== undefined && !has(fn)) return { status: "idle", data: undefined, error: undefined };
  return { status: "success", data: value, error: undefined };
}

function alike(a: Snapshot, b: Snapshot): boolean {
  const fields: (keyof Snapshot)[] = ["status", "data", "error", "isFetching", "updatedAt"];
  return fields.every((field) => Object.is(a[field], b[field]));
}
