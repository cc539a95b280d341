/**
 * One (context, canonical params): what the server last said about it, the request under way, and
 * who is interested. Every race between answers, invalidations and departures is settled here.
 */
import type { CanonicalParams } from "./canonical.js";
import { asDjangoError, errorFrom, type DjangoError } from "./error.js";
import type { Lease } from "./lease.js";
import { own } from "./own.js";
import { notify, report } from "./report.js";
import { share } from "./share.js";
import type { Bundle } from "./transport.js";
import type { AnyContext, Seed } from "./types.js";

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
  readonly refetch: () => Promise<void>;
}

/** What an entry needs of its client. */
export interface EntryHost {
  /** Milliseconds for which an answer counts as fresh. */
  readonly staleTime: number;
  readonly onServer: boolean;
  /** The next moment on the client's own clock, which orders answers, invalidations and mutations. */
  tick(): number;
  /** Has `settle` called in the next microtask. */
  touch(settle: () => void): void;
  read(entry: ContextEntry, signal: AbortSignal): Promise<Bundle>;
  lease(entry: ContextEntry): Lease;
}

/** A wait for fresh data; it outlives the requests that it takes. */
interface Load {
  readonly done: Promise<void>;
  readonly finish: () => void;
}

type Change = (data: Bundle) => Bundle;
interface Layer {
  readonly change: Change;
  isSettled?: boolean;
}

export interface ContextEntry {
  readonly key: string;
  readonly context: AnyContext;
  readonly params: Bundle;
  readonly canonical: CanonicalParams;
  state: EntryState;
  /** When it last took in an answer or an invalidation, on the client's clock. */
  touchedAt: number;
  /** Stands for what promises yield: another object when they are to yield something else. */
  turn: object | undefined;
  isMounted(): boolean;
  /** What the server rendered with; on a server, what there is. */
  serverState(): EntryState;
  subscribe(listener: () => void): () => void;
  /** Fresh data, or the failure to get it, is in the state when this resolves. */
  load(signal?: AbortSignal): Promise<void>;
  /** Loads, for somebody who can't subscribe yet, what was never loaded. */
  loadFirst(): Promise<void> | undefined;
  /** What is held may be outdated; a request under way may have been answered too early. */
  invalidate(): void;
  /** Takes an answer in; it is newer than any request under way. */
  take(bundle: Bundle, updatedAt?: number): void;
  /** Takes in what a server rendered with. */
  seed(seed: Seed): void;
  /** Layers `change` over the data until released: at once after a failure, else with fresh data. */
  override(change: Change): (succeeded: boolean) => void;
}

/** Milliseconds for which a failure is yielded before a load is tried again. */
const FAILURE_TIME = 1000;

export function createEntry(
  host: EntryHost,
  fixed: Pick<ContextEntry, "key" | "context" | "params" | "canonical">,
): ContextEntry {
  const listeners = new Set<() => void>();
  const refetch = (): Promise<void> => hold(() => entry.invalidate());
  const empty: EntryState = { data: undefined, failure: undefined, errors: {}, updatedAt: 0, isFetching: true, refetch };
  let seeded: EntryState | undefined;
  let raw: Bundle | undefined;
  let layers: readonly Layer[] = [];
  let holds = 0;
  let failedAt = 0;
  /** What is held is missing or known to be outdated. */
  let isStale = true;
  /** Under way; without a request, one is owed. */
  let load: Load | undefined;
  let request: AbortController | undefined;

  const isWanted = (): boolean => listeners.size + holds > 0;

  const set = (change: Partial<EntryState>): void => {
    const state = { ...entry.state, ...change };
    entry.state = { ...state, isFetching: !!load || !(state.data || state.failure) };
    host.touch(settle);
  };

  const show = (change: Partial<EntryState>, current = load): void => {
    const { data: old } = entry.state;
    const data = share(old, raw && layers.reduce(applied, raw)) as Bundle | undefined;
    if (data !== old && entry.turn !== current) entry.turn = {};
    set({ ...change, data });
  };

  const cancel = (): void => {
    request?.abort();
    request = undefined;
  };

  const end = (change: Partial<EntryState>): void => {
    const ended = load;
    cancel();
    load = undefined;
    layers = layers.filter((layer) => !layer.isSettled);
    show(change, ended);
    ended?.finish();
  };

  const owe = (): void => {
    if (load) return;
    let finish = (): void => {};
    load = { done: new Promise((resolve) => (finish = resolve)), finish };
    if (!raw) entry.turn = load;
  };

  const start = (): void => {
    const own = (request = new AbortController());
    isStale = false;
    owe();
    host.read(entry, own.signal).then((bundle) => {
      if (own === request) entry.take(bundle);
    }).catch((error: unknown) => {
      if (own !== request) return;
      isStale = true;
      failedAt = Date.now();
      end({ failure: asDjangoError(error) });
    });
    set({});
  };

  const loadOutdated = (): void => {
    if (!request && (load || isStale || Date.now() - entry.state.updatedAt > host.staleTime)) start();
  };

  const settle = (): void => {
    if (isWanted()) {
      if (load && !request) start();
    } else {
      isStale ||= !!load;
      if (load) end({});
      lease.rest();
    }
    notify(listeners);
  };

  const hold = async (begin: () => void, signal?: AbortSignal): Promise<void> => {
    let stop: (() => void) | undefined;
    lease.keep();
    holds++;
    try {
      begin();
      await new Promise<void>((resolve, reject) => {
        stop = reject;
        if (signal?.aborted) reject();
        signal?.addEventListener("abort", reject);
        void Promise.resolve(load?.done).then(resolve);
      });
    } finally {
      if (stop) signal?.removeEventListener("abort", stop);
      holds--;
      host.touch(settle);
    }
  };

  const entry: ContextEntry = {
    ...fixed,
    state: empty,
    touchedAt: 0,
    turn: undefined,
    isMounted: () => listeners.size > 0,
    serverState: () => seeded ?? (host.onServer ? entry.state : empty),
    subscribe(listener) {
      lease.keep();
      listeners.add(listener);
      if (listeners.size === 1) loadOutdated();
      return () => {
        listeners.delete(listener);
        host.touch(settle);
      };
    },
    load: (signal) => hold(loadOutdated, signal),
    loadFirst() {
      if (raw) return;
      if (load || Date.now() - failedAt > FAILURE_TIME) return entry.load();
    },
    invalidate() {
      entry.touchedAt = host.tick();
      isStale = true;
      cancel();
      if (isWanted()) owe();
      set({});
    },
    take({ $errors, ...data }, updatedAt = Date.now()) {
      const failed = Object.entries(Object($errors)).map(([fn, error]): [string, DjangoError] => {
        const init = { code: "BAD_RESPONSE", kind: "protocol", message: "An error without a code", status: 500 } as const;
        return [fn, errorFrom({ error }, { ...init, fn })];
      });
      const errors = Object.fromEntries(failed);
      const kept = Object.entries(raw ?? {}).filter(([fn]) => own(errors, fn));
      raw = { ...Object.fromEntries(kept), ...data };
      entry.touchedAt = host.tick();
      isStale = failed.length > 0;
      end({ failure: undefined, errors, updatedAt });
    },
    seed({ data, updatedAt }) {
      entry.take(data, Math.min(updatedAt, Date.now()));
      seeded = entry.state;
    },
    override(change) {
      const layer: Layer = { change };
      layers = [...layers, layer];
      show({});
      return (succeeded) => {
        layer.isSettled = true;
        if (succeeded && load) return;
        layers = layers.filter((other) => other !== layer);
        show({});
      };
    },
  };
  const lease = host.lease(entry);
  return entry;
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
