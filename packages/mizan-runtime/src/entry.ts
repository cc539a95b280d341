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
import type { AnyContext, ReadStore, Seed } from "./types.js";
import { createView, type ViewSource } from "./view.js";

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
  lease(entry: ContextEntry, drop: () => void): Lease;
}

type Change = (data: Bundle) => Bundle;
interface Layer {
  readonly change: Change;
  isSettled?: boolean;
}

export interface ContextEntry extends ReadStore<unknown, DjangoError> {
  readonly key: string;
  readonly context: AnyContext;
  readonly params: Bundle;
  readonly canonical: CanonicalParams;
  state(): EntryState;
  isMounted(): boolean;
  /** When it last took in an answer or an invalidation, on the client's clock. */
  touchedAt(): number;
  slice(fn: string): ReadStore<unknown, DjangoError>;
  /** Fresh data, or the failure to get it, is in the state when this resolves. */
  load(signal?: AbortSignal): Promise<void>;
  /** What is held may be outdated; a request under way may have been answered too early. */
  invalidate(): void;
  /** Takes an answer in; it is newer than any request under way. */
  take(bundle: Bundle): void;
  /** Takes in what a server rendered with. */
  seed(seed: Seed): void;
  /** Layers `change` over the data until released: at once after a failure, else with fresh data. */
  override(change: Change): (succeeded: boolean) => void;
  /** Does what the changes since the last microtask call for. */
  settle(): void;
}

/** Milliseconds for which a failure is yielded before a load is tried again. */
const FAILURE_TIME = 1000;

export function createEntry(
  host: EntryHost,
  instance: Pick<ContextEntry, "key" | "context" | "params" | "canonical">,
): ContextEntry {
  const listeners = new Set<() => void>();
  const slices = new Map<string, ReadStore<unknown, DjangoError>>();
  const refetch = (): Promise<void> => hold(invalidate);
  const empty: EntryState = { data: undefined, failure: undefined, errors: {}, updatedAt: 0, isFetching: true, refetch };
  let state = empty;
  let seeded: EntryState | undefined;
  let raw: Bundle | undefined;
  let layers: readonly Layer[] = [];
  let holds = 0;
  let touchedAt = 0;
  let failedAt = 0;
  /** What is held is missing or known to be outdated. */
  let isStale = true;
  /** Under way; without a request, one is owed. */
  let load: Promise<void> | undefined;
  let finish: (() => void) | undefined;
  let request: AbortController | undefined;
  /** Stands for what promises yield: another object when they are to yield something else. */
  let turn: object | undefined;

  const isMounted = (): boolean => listeners.size > 0;

  const set = (change: Partial<EntryState>): void => {
    state = { ...state, ...change };
    state = { ...state, isFetching: !!load || !(state.data || state.failure) };
    host.touch(settle);
  };

  const show = (change: Partial<EntryState>): void => {
    const data = share(state.data, raw && layers.reduce(applied, raw)) as Bundle | undefined;
    if (data !== state.data && (state.data || !load)) turn = {};
    set({ ...change, data });
  };

  const cancel = (): void => {
    request?.abort();
    request = undefined;
  };

  const end = (change: Partial<EntryState>): void => {
    cancel();
    layers = layers.filter((layer) => !layer.isSettled);
    show(change);
    load = undefined;
    set({});
    finish?.();
  };

  const owe = (): void => {
    load ??= new Promise((resolve) => (finish = resolve));
    if (!raw) turn = load;
  };

  const start = (): void => {
    const own = (request = new AbortController());
    isStale = false;
    owe();
    host.read(entry, own.signal).then((bundle) => {
      if (own === request) take(bundle);
    }).catch((error: unknown) => {
      if (own !== request) return;
      isStale = true;
      failedAt = Date.now();
      end({ failure: asDjangoError(error) });
    });
    set({});
  };

  const loadOutdated = (): void => {
    if (!request && (load || isStale || Date.now() - state.updatedAt > host.staleTime)) start();
  };

  const settle = (): void => {
    if (!isMounted() && !holds) {
      isStale ||= !!load;
      if (load) end({});
      lease.rest();
    } else if (load && !request) {
      start();
    }
    notify(listeners);
  };

  const hold = async (begin: () => void, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    lease.keep();
    holds++;
    begin();
    await new Promise<void>((resolve) => {
      const stop = (): void => resolve(signal?.removeEventListener("abort", stop));
      signal?.addEventListener("abort", stop);
      void Promise.resolve(load).then(stop);
    });
    holds--;
    host.touch(settle);
    signal?.throwIfAborted();
  };

  const invalidate = (): void => {
    touchedAt = host.tick();
    isStale = true;
    cancel();
    if (isMounted() || holds) owe();
    set({});
  };

  const take = ({ $errors, ...data }: Bundle, updatedAt: number = Date.now()): void => {
    const failed = Object.entries(Object($errors)).map(([fn, error]): [string, DjangoError] => [
      fn,
      errorFrom({ error }, { code: "BAD_RESPONSE", kind: "protocol", message: "An error without a code", status: 500, fn }),
    ]);
    const errors = Object.fromEntries(failed);
    const kept = Object.entries(raw ?? {}).filter(([fn]) => own(errors, fn));
    raw = { ...Object.fromEntries(kept), ...data };
    touchedAt = host.tick();
    isStale = failed.length > 0;
    end({ failure: undefined, errors, updatedAt });
  };

  const source: ViewSource = {
    state: () => state,
    serverState: () => seeded ?? (host.onServer ? state : empty),
    turn: () => turn,
    join(listener) {
      lease.keep();
      listeners.add(listener);
      if (listeners.size === 1) loadOutdated();
      return () => {
        listeners.delete(listener);
        host.touch(settle);
      };
    },
    loadFirst: () => (!raw && (load || Date.now() - failedAt > FAILURE_TIME) ? hold(loadOutdated) : undefined),
  };

  const entry: ContextEntry = {
    ...instance,
    ...createView(source),
    slice(fn) {
      const slice = slices.get(fn) ?? createView(source, fn);
      slices.set(fn, slice);
      return slice;
    },
    state: source.state,
    isMounted,
    touchedAt: () => touchedAt,
    load: (signal) => hold(loadOutdated, signal),
    invalidate,
    take,
    settle,
    seed({ data, updatedAt }) {
      take(data, updatedAt);
      seeded = state;
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
  const lease = host.lease(entry, () => (isStale = true));
  lease.keep();
  host.touch(settle);
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
