/**
 * One (context, canonical params): what the server last said about it, the request under way, and
 * who is interested. Every race between answers, invalidations and departures is settled here.
 */
import type { CanonicalParams } from "./canonical.js";
import { asDjangoError, asRecord, errorFromBody, type DjangoError } from "./error.js";
import { notify, report } from "./report.js";
import { share } from "./share.js";
import type { Bundle } from "./transport.js";
import type { AnyContext, Seed } from "./types.js";
import { EntryView } from "./view.js";

/** What an entry can be seen to be; another object after every change. */
export interface EntryState {
  /** The data as it is shown: the server's, under the optimistic layers. */
  readonly data: Bundle | undefined;
  /** The failure of the newest answer as a whole. */
  readonly failure: DjangoError | undefined;
  /** The functions that failed in it. */
  readonly errors: Readonly<Record<string, DjangoError>>;
  readonly updatedAt: number;
  readonly isFetching: boolean;
}

/** What an entry needs of its client. */
export interface EntryHost {
  /** Milliseconds for which an answer counts as fresh. */
  readonly staleTime: number;
  readonly onServer: boolean;
  /** The next moment on the client's own clock, which orders answers, invalidations and mutations. */
  tick(): number;
  /** Has `settle` called in the next microtask. */
  touch(entry: ContextEntry): void;
  /** Somebody is interested in the entry. */
  keep(entry: ContextEntry): void;
  /** Nobody is, until `keep`; the entry may be dropped after a while. */
  rest(entry: ContextEntry): void;
  read(entry: ContextEntry, signal: AbortSignal): Promise<Bundle>;
}

/** A wait for fresh data; it outlives the requests that it takes. */
interface Load {
  readonly done: Promise<void>;
  readonly finish: () => void;
  held?: boolean;
}

interface Layer {
  readonly change: (data: Bundle) => Bundle;
  settled?: boolean;
}

/** Milliseconds for which `promise` keeps yielding a failure before it tries again. */
const FAILURE_TIME = 1000;
const EMPTY: EntryState = { data: undefined, failure: undefined, errors: {}, updatedAt: 0, isFetching: true };

export class ContextEntry {
  readonly context: AnyContext;
  readonly params: Bundle;
  readonly canonical: CanonicalParams;
  readonly key: string;
  readonly view: EntryView = new EntryView(this);
  /** When it last took in an answer or an invalidation, on the client's clock. */
  touchedAt = 0;
  /** Stands for what promises yield: another object when they are to yield something else. */
  turn: object = this;

  readonly #host: EntryHost;
  readonly #listeners: Set<() => void> = new Set();
  #holds = 0;
  #raw: Bundle | undefined;
  #layers: readonly Layer[] = [];
  #state: EntryState = EMPTY;
  #seeded: EntryState | undefined;
  #failedAt = 0;
  /** What is held is missing or known to be outdated. */
  #stale = true;
  /** A request is owed to those who are interested. */
  #due = false;
  #load: Load | undefined;
  #request: AbortController | undefined;

  constructor(host: EntryHost, context: AnyContext, params: Bundle, canonical: CanonicalParams, key: string) {
    this.#host = host;
    this.context = context;
    this.params = params;
    this.canonical = canonical;
    this.key = key;
  }

  get state(): EntryState {
    return this.#state;
  }

  /** What the server rendered with; on a server, what there is. */
  get serverState(): EntryState {
    return this.#seeded ?? (this.#host.onServer ? this.#state : EMPTY);
  }

  get isMounted(): boolean {
    return this.#listeners.size > 0;
  }

  /** The load that the first data is waited for with. */
  get firstLoad(): Promise<void> | undefined {
    return this.#raw ? undefined : this.#load?.done;
  }

  subscribe(listener: () => void): () => void {
    this.#host.keep(this);
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#loadOutdated();
    return () => {
      if (this.#listeners.delete(listener) && !this.isMounted) this.#host.touch(this);
    };
  }

  /** Fresh data, or the failure to get it, is in the state when this resolves. */
  load(signal?: AbortSignal): Promise<void> {
    return this.#hold(() => this.#loadOutdated(), signal);
  }

  /** Loads, for somebody who can't subscribe yet, what was never loaded. */
  loadFirst(): void {
    if (this.#raw || this.#load?.held) return;
    if (this.#load || Date.now() - this.#failedAt > FAILURE_TIME) {
      void this.load();
      if (this.#load) this.#load.held = true;
    }
  }

  refetch = (): Promise<void> => this.#hold(() => this.invalidate());

  /** What is held may be outdated; a request under way may have been answered too early. */
  invalidate(): void {
    this.touchedAt = this.#host.tick();
    this.expire();
    this.#cancel();
    if (this.isMounted || this.#holds) {
      this.#due = true;
      this.#await();
    }
    this.#set({});
  }

  /** The next one to come has it loaded again. */
  expire(): void {
    this.#stale = true;
  }

  /** Takes an answer in; it is newer than any request under way. */
  take(bundle: Bundle, updatedAt: number = Date.now()): void {
    const { $errors, ...data } = bundle;
    const errors: [string, DjangoError][] = [];
    for (const [fn, error] of Object.entries(asRecord($errors))) {
      errors.push([fn, errorFromBody({ error }, { fn, status: Number(asRecord(error)["status"] ?? 500) })]);
      const old = this.#raw && Object.getOwnPropertyDescriptor(this.#raw, fn);
      if (old) Object.defineProperty(data, fn, old);
    }
    this.touchedAt = this.#host.tick();
    this.#stale = errors.length > 0;
    this.#raw = data;
    this.#end({ failure: undefined, errors: Object.fromEntries(errors), updatedAt });
  }

  /** Takes in what a server rendered with. */
  seed({ data, updatedAt }: Seed): void {
    this.take(data, Math.min(updatedAt, Date.now()));
    this.#seeded = this.#state;
  }

  /** Layers `change` over the data until released: at once after a failure, else with fresh data. */
  override(change: (data: Bundle) => Bundle): (succeeded: boolean) => void {
    const layer: Layer = { change };
    this.#layers = [...this.#layers, layer];
    this.#show({});
    return (succeeded) => {
      layer.settled = true;
      if (succeeded && this.#load) return;
      this.#layers = this.#layers.filter((other) => other !== layer);
      this.#show({});
    };
  }

  /** Does what the changes since the last microtask call for. */
  settle(): void {
    if (!this.isMounted && !this.#holds) {
      if (this.#load) this.#abandon();
      this.#host.rest(this);
    } else if (this.#due) {
      this.#start();
    }
    notify(this.#listeners);
  }

  async #hold(begin: () => void, signal?: AbortSignal): Promise<void> {
    this.#host.keep(this);
    this.#holds++;
    try {
      begin();
      await until(this.#load?.done, signal);
    } finally {
      this.#holds--;
      this.#host.touch(this);
    }
  }

  #loadOutdated(): void {
    if (this.#request || this.#due) return;
    if (this.#stale || Date.now() - this.#state.updatedAt > this.#host.staleTime) this.#start();
  }

  #start(): void {
    const request = new AbortController();
    this.#due = this.#stale = false;
    this.#request = request;
    this.#await();
    this.#host.read(this, request.signal).then(
      (bundle) => request === this.#request && this.take(bundle),
    ).catch(
      (error: unknown) => request === this.#request && this.#fail(error),
    );
    this.#set({});
  }

  #await(): void {
    if (this.#load) return;
    let finish = (): void => {};
    const done = new Promise<void>((resolve) => (finish = resolve));
    this.#load = { done, finish };
    if (!this.#raw) this.turn = this.#load;
  }

  #fail(error: unknown): void {
    this.#stale = true;
    this.#failedAt = Date.now();
    this.#end({ failure: asDjangoError(error) });
  }

  /** Nobody is left to wait. */
  #abandon(): void {
    this.#stale = true;
    this.#end({});
  }

  #cancel(): void {
    this.#request?.abort();
    this.#request = undefined;
  }

  #end(change: Partial<EntryState>): void {
    const load = this.#load;
    this.#cancel();
    this.#due = false;
    this.#load = undefined;
    this.#layers = this.#layers.filter((layer) => !layer.settled);
    this.#show(change, load);
    load?.finish();
  }

  #show(change: Partial<EntryState>, load: Load | undefined = this.#load): void {
    const old = this.#state;
    const shown = this.#raw && this.#layers.reduce(applied, this.#raw);
    const data = share(old.data, shown) as Bundle | undefined;
    this.#set({ ...change, data });
    const failed = Object.keys({ ...old.errors, ...change.errors }).length > 0;
    if (this.turn !== load && (data !== old.data || failed)) this.turn = {};
  }

  #set(change: Partial<EntryState>): void {
    const state = { ...this.#state, ...change };
    this.#state = { ...state, isFetching: !!this.#load || !(state.data || state.failure) };
    this.#host.touch(this);
  }
}

/** A change gets a copy, so that it can't write into what the server said. */
function applied(data: Bundle, { change }: Layer): Bundle {
  try {
    return change(structuredClone(data));
  } catch (error) {
    report(error);
    return data;
  }
}

/** `done`, unless `signal` is faster. */
function until(done: Promise<void> | undefined, signal: AbortSignal | undefined): Promise<void> | undefined {
  if (!signal) return done;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    void Promise.resolve(done).then(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
  });
}
