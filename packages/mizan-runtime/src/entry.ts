/**
 * One (context, canonical params): what the server last said about it, the request under way, and
 * who is interested. Every race between answers, invalidations and departures is settled here.
 */
import type { CanonicalParams } from "./canonical.js";
import { asDjangoError, errorFrom, type DjangoError } from "./error.js";
import type { Lease, Leased } from "./lease.js";
import { notify } from "./notify.js";
import { isFields, own } from "./own.js";
import { share } from "./share.js";
import type { Bundle } from "./transport.js";
import type { AnyContext, ReadStore, Seed } from "./types.js";
import { createView } from "./view.js";

/** What an entry can be seen to be; another object after every change. */
export interface EntryState {
  /** The data as it is shown: the server's, under the optimistic layers. */
  readonly data?: Bundle | undefined;
  /** The error of the newest answer as a whole. */
  readonly error?: DjangoError | undefined;
  /** The functions that failed in it. */
  readonly errors: Readonly<Record<string, DjangoError>>;
  readonly updatedAt: number;
  /** Fresh data is under way. */
  readonly isFetching?: boolean;
  readonly refetch: () => Promise<void>;
}

export interface ContextEntry extends ReadStore<unknown, DjangoError>, Leased {
  readonly key: string;
  readonly context: AnyContext;
  readonly canonical: CanonicalParams;
  readonly listeners: ReadonlySet<() => void>;
  getState(): EntryState;
  slice(fn: string): ReadStore<unknown, DjangoError>;
  /**
   * What is held may be outdated, and a request under way answered too early, unless something
   * newer than `mark` came in.
   */
  invalidate(mark?: number): void;
  /** Takes an answer in; it is newer than any request under way. */
  take(bundle: Bundle): void;
  /** Takes in what a mutation answered, if that is a bundle and nothing came in since. */
  refresh(answer: unknown, since: number): void;
  /** From now on, passes the data through `painter` before it is shown. */
  paint(painter: Painter): void;
}

type Painter = (raw: Bundle) => Bundle;

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
  read: (context: string, canonical: CanonicalParams, signal: AbortSignal) => Promise<Bundle>,
  lease: Lease<ContextEntry>,
): ContextEntry {
  const listeners = new Set<() => void>();
  /** What the server's data passes through before it is shown. */
  let paint: Painter | undefined;
  let slices: Record<string, ReadStore<unknown, DjangoError>> | undefined;
  const refetch = (): Promise<void> => {
    invalidate();
    return hold();
  };
  /** What the server said last, and how it is shown. */
  let raw: Bundle | undefined;
  let data: Bundle | undefined;
  let error: DjangoError | undefined;
  let errors: Record<string, DjangoError> = {};
  let updatedAt = 0;
  /** What is held is missing or known to be outdated. */
  let isStale = true;
  /** When an answer or an invalidation last came in, or it began to hear of them. */
  let touchedAt = tick();
  /** Somebody waits for fresh data; without a request, one is owed. It outlives the requests that it takes. */
  let isFetching = false;
  let request: AbortController | undefined;
  let state!: EntryState;

  const set = (): void => {
    state = { data, error, errors, updatedAt, isFetching, refetch };
    touch(settle);
  };

  const show = (): void => {
    data = share(data, raw && (paint?.(raw) ?? raw));
    set();
  };

  const cancel = (): void => {
    request = request?.abort() as undefined;
  };

  const start = (): void => {
    const mine = (request = new AbortController());
    isFetching = true;
    read(context.name, canonical, mine.signal)
      .then((bundle) => {
        if (mine === request) take(bundle);
      })
      .catch((cause: unknown) => {
        if (mine !== request) return;
        error = asDjangoError(cause);
        end();
      });
    set();
  };

  const end = (): void => {
    cancel();
    isFetching = false;
    show();
  };

  const take = ({ $errors, ...bundle }: Record<string, unknown> & { $errors?: Bundle }, at = Date.now()): void => {
    errors = {};
    for (const fn in $errors) {
      errors[fn] = errorFrom($errors[fn], { kind: "protocol", message: "", fn });
      bundle[fn] = own(raw, fn);
    }
    raw = bundle;
    isStale = !!$errors;
    touchedAt = tick();
    // Only the state of a page that was rendered with a failed context says so.
    error = errors[""];
    updatedAt = at;
    end();
  };

  const forget = (): void => {
    isStale = true;
    touchedAt = tick();
  };

  const invalidate = (mark = touchedAt): void => {
    if (touchedAt > mark) return;
    forget();
    cancel();
    isFetching = !!listeners.size;
    set();
  };

  /** Does, once per microtask, what the changes call for. */
  const settle = (): void => {
    if (listeners.size) {
      if (isFetching && !request) start();
    } else {
      if (isFetching) end();
      lease.rest(entry);
    }
    notify(listeners);
  };

  const join = (listener: () => void): (() => void) => {
    lease.keep(entry);
    listeners.add(listener);
    if (!isFetching && (isStale || Date.now() - updatedAt > staleTime)) start();
    return () => {
      listeners.delete(listener);
      touch(settle);
    };
  };

  const hold = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (isFetching && !signal?.aborted) return;
        signal?.removeEventListener("abort", check);
        leave();
        resolve();
      };
      const leave = join(check);
      signal?.addEventListener("abort", check);
      check();
    });

  if (seed) take(seed.data, seed.updatedAt);
  else set();
  const getState = (): EntryState => state;
  const initial = onServer ? undefined : state;
  const view = (fn?: string): ReadStore<unknown, DjangoError> =>
    createView(getState, initial, join, hold, fn);
  const entry: ContextEntry = Object.assign(view(), {
    key,
    context,
    canonical,
    listeners,
    getState,
    slice: (fn: string) => ((slices ??= Object.create(null) as typeof slices & object)[fn] ??= view(fn)),
    invalidate,
    take,
    refresh(answer: unknown, since: number) {
      if (isFields(answer) && touchedAt <= since) take(answer);
    },
    paint(painter: Painter) {
      paint = painter;
      show();
    },
    // One that comes back has missed what happened meanwhile.
    drop: forget,
  });
  lease.keep(entry);
  return entry;
}
