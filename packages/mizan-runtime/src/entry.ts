/**
 * One (context, canonical params): what the server last said about it, the request under way, and
 * who is interested. Every race between answers, invalidations and departures is settled here.
 */
import type { CanonicalParams } from "./canonical.js";
import { asDjangoError, errorFrom, type DjangoError } from "./error.js";
import type { Lease } from "./lease.js";
import { notify } from "./notify.js";
import { own } from "./own.js";
import { share } from "./share.js";
import type { Bundle } from "./transport.js";
import type { AnyContext, ReadStore, Seed } from "./types.js";
import { createView } from "./view.js";

/** What an entry can be seen to be; another object after every change. */
export interface EntryState {
  /** The data as it is shown: the server's, under the optimistic layers. */
  readonly data?: Bundle | undefined;
  /** The failure of the newest answer as a whole. */
  readonly failure?: DjangoError | undefined;
  /** The functions that failed in it. */
  readonly errors: Readonly<Record<string, DjangoError>>;
  readonly updatedAt: number;
  /** A wait for fresh data is under way. */
  readonly load?: Promise<void> | undefined;
  readonly refetch: () => Promise<void>;
}

export interface ContextEntry extends ReadStore<unknown, DjangoError> {
  readonly key: string;
  readonly context: AnyContext;
  readonly canonical: CanonicalParams;
  readonly listeners: ReadonlySet<() => void>;
  readonly layers: Set<Layer>;
  slice(fn: string): ReadStore<unknown, DjangoError>;
  /**
   * What is held may be outdated, and a request under way answered too early, unless something
   * newer than `mark` came in.
   */
  invalidate(mark?: number): void;
  /** Takes an answer in; it is newer than any request under way. */
  take(bundle: Bundle): void;
  /** Takes in what a mutation answered about the instance of `params`, if nothing came in since. */
  refresh(bundle: Bundle, params: Bundle, since: number): void;
  /** Shows the data anew after a change of the layers. */
  show(): void;
}

type Layer = (data: Bundle, raw: Bundle) => Bundle;

/** The arguments are many and positional because it is the kernel's size that counts here. */
export function createEntry(
  key: string,
  context: AnyContext,
  canonical: CanonicalParams,
  /** What the server rendered with. */
  seed: Seed | undefined,
  onServer: boolean,
  /** Milliseconds for which an answer counts as fresh. */
  staleTime: number,
  /** The next moment on the client's own clock, which orders answers, invalidations and mutations. */
  tick: () => number,
  /** Has a function called in the next microtask. */
  touch: (settle: () => void) => void,
  read: (signal: AbortSignal) => Promise<Bundle>,
  leaseOf: (entry: ContextEntry, drop: () => void) => Lease,
): ContextEntry {
  const listeners = new Set<() => void>();
  const layers = new Set<Layer>();
  const slices: Record<string, ReadStore<unknown, DjangoError>> = Object.create(null);
  const refetch = (): Promise<void> => {
    invalidate();
    return hold();
  };
  let state: EntryState = { errors: {}, updatedAt: 0, refetch };
  /** What the server said last. */
  let raw: Bundle | undefined;
  /** What is held is missing or known to be outdated. */
  let isStale = true;
  /** When an answer or an invalidation last came in, or it began to hear of them. */
  let touchedAt = tick();
  /** A wait for fresh data; without a request, one is owed. It outlives the requests that it takes. */
  let load: Promise<void> | undefined;
  let finish: (() => void) | undefined;
  let request: AbortController | undefined;

  const set = (change?: Partial<EntryState>): void => {
    state = { ...state, ...change, load };
    touch(settle);
  };

  const show = (change?: Partial<EntryState>): void => {
    let data = raw;
    for (const layer of layers) data = data && raw && layer(data, raw);
    set({ ...change, data: share(state.data, data) });
  };

  const cancel = (): void => {
    request?.abort();
    request = undefined;
  };

  const owe = (): void => {
    load ??= new Promise((resolve) => (finish = resolve));
  };

  const start = (): void => {
    const mine = (request = new AbortController());
    owe();
    read(mine.signal)
      .then((bundle) => {
        if (mine === request) take(bundle);
      })
      .catch((error: unknown) => {
        if (mine === request) end({ failure: asDjangoError(error) });
      });
    set();
  };

  const end = (change?: Partial<EntryState>): void => {
    cancel();
    load = undefined;
    show(change);
    finish?.();
  };

  const take = ({ $errors, ...data }: Record<string, unknown>, updatedAt = Date.now()): void => {
    const errors: Record<string, DjangoError> = {};
    const failed = $errors as Bundle | undefined;
    for (const fn in failed) {
      errors[fn] = errorFrom(failed[fn], { kind: "protocol", message: "", fn });
      data[fn] = own(raw, fn);
    }
    raw = data;
    isStale = !!failed;
    touchedAt = tick();
    end({ failure: undefined, errors, updatedAt });
  };

  const invalidate = (mark = touchedAt): void => {
    if (touchedAt > mark) return;
    touchedAt = tick();
    isStale = true;
    cancel();
    if (listeners.size) owe();
    set();
  };

  /** Does, once per microtask, what the changes call for. */
  const settle = (): void => {
    if (listeners.size) {
      if (load && !request) start();
    } else {
      if (load) end();
      lease.rest();
    }
    notify(listeners);
  };

  const join = (listener: () => void): (() => void) => {
    lease.keep();
    listeners.add(listener);
    if (!load && (isStale || Date.now() - state.updatedAt > staleTime)) start();
    return () => {
      listeners.delete(listener);
      touch(settle);
    };
  };

  const hold = async (signal?: AbortSignal): Promise<void> => {
    const leave = join(() => {});
    signal?.addEventListener("abort", leave);
    await load;
    leave();
  };

  if (seed) take(seed.data, seed.updatedAt);
  const initial = onServer ? undefined : state;
  const view = (fn?: string): ReadStore<unknown, DjangoError> =>
    createView(() => state, initial, join, hold, fn);
  const entry: ContextEntry = {
    ...view(),
    key,
    context,
    canonical,
    listeners,
    layers,
    slice: (fn) => (slices[fn] ??= view(fn)),
    invalidate,
    take,
    refresh(bundle, params, since) {
      const isIt = Object.keys(params).length === Object.keys(canonical).length;
      if (isIt && touchedAt <= since) take(bundle);
    },
    show,
  };
  // One that comes back has missed what happened meanwhile.
  const lease = leaseOf(entry, () => {
    isStale = true;
    touchedAt = tick();
  });
  return entry;
}
