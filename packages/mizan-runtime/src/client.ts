/**
 * One application's (or one server request's) connection to a backend, and what an answer means
 * for the instances that it holds.
 */
import { canonicalParams, instanceKey } from "./canonical.js";
import { createEntry, type ContextEntry, type EntryHost } from "./entry.js";
import { asDjangoError } from "./error.js";
import { httpTransport, type HttpOptions } from "./http.js";
import { formatInvalidation, parseInvalidations, type Invalidation } from "./invalidation.js";
import { createLease, type Lease } from "./lease.js";
import { createMutation } from "./mutation.js";
import { own } from "./own.js";
import { createRegistry } from "./registry.js";
import { notify } from "./report.js";
import { withRetry, type RetryOptions } from "./retry.js";
import type { Bundle, Refreshed, Transport } from "./transport.js";
import type {
  AnyContext, FunctionRef, HydrationState, MizanClient, MutateOptions, Seed, Store,
} from "./types.js";
import { dataOf } from "./view.js";
import { warnUnmatched } from "./warn.js";

export interface MizanOptions extends HttpOptions {
  /** Milliseconds for which an answer is not asked for again by those who come anew. Default 30,000. */
  readonly staleTime?: number | undefined;
  /** Milliseconds for which what nobody looks at is held. Default 300,000; no limit on a server. */
  readonly gcTime?: number | undefined;
  /** How failed reads are tried again, or false for never. */
  readonly retry?: RetryOptions | false | undefined;
  /** What the server rendered with. */
  readonly hydrate?: HydrationState | undefined;
  /** Whether mutations ask for what they make stale, in place of a second request. Default true. */
  readonly singleFlight?: boolean | undefined;
  /** Carries requests in the place of HTTP; the options about HTTP don't matter then. */
  readonly transport?: Transport | undefined;
}

type Change = (data: Bundle) => Bundle;
type AnyFunction = Pick<FunctionRef<never, unknown>, "name" | "transport">;
type Listener = (entries: readonly Invalidation[]) => void;

/** Bytes of the longest `X-Mizan-Refresh` that is sent; instances beyond it are fetched again. */
const MAX_REFRESH = 2000;

export function createMizan(options: MizanOptions = {}): MizanClient {
  const onServer = typeof window === "undefined";
  const { staleTime = 30_000, gcTime = onServer ? Infinity : 300_000, singleFlight = true } = options;
  const retry = options.retry === false ? { attempts: 0 } : options.retry ?? {};
  const registry = createRegistry();
  const listeners = new Set<Listener>();
  const mutations = new Map<string, Store<unknown>>();
  /** What a server rendered with and nobody asked for yet. */
  const seeds = new Map<string, Seed>();
  let touched = new Set<() => void>();
  let clock = 0;

  const touch = (settle: () => void): void => {
    if (!touched.size) {
      queueMicrotask(() => {
        const settles = touched;
        touched = new Set();
        notify(settles);
      });
    }
    touched.add(settle);
  };

  const host: EntryHost = {
    staleTime,
    onServer,
    touch,
    tick: () => ++clock,
    lease: (entry) => createLease(gcTime, () => registry.add(entry), () => registry.drop(entry)),
    read: ({ context: { name: context }, params, canonical }, signal) =>
      withRetry(() => transport.read({ context, params, canonical, signal }), retry, signal),
  };

  const entryOf = (context: AnyContext, values: object): ContextEntry => {
    const key = instanceKey(context, values);
    const known = registry.get(context.name, key);
    if (known) return known;
    const canonical = canonicalParams(context, values);
    const params = Object.fromEntries(Object.entries(values).filter(([name]) => own(canonical, name)));
    const entry = createEntry(host, { key, context, params, canonical });
    const seed = seeds.get(key);
    if (seed) entry.seed(seed);
    seeds.delete(key);
    registry.add(entry);
    touch(entry.settle);
    return entry;
  };

  const invalidate = (invalidation: Invalidation, fresh?: Set<ContextEntry>): void => {
    const { context, params } = typeof invalidation === "string" ? { context: invalidation } : invalidation;
    const matched = registry.matching(context, params ?? {});
    for (const entry of matched) if (!fresh?.has(entry)) entry.invalidate();
    if (!onServer) warnUnmatched(invalidation, matched);
  };

  const takeIn = (entries: readonly Invalidation[], fresh?: Set<ContextEntry>): void => {
    for (const entry of entries) invalidate(entry, fresh);
    for (const listener of listeners) listener(entries);
  };

  /** Takes data that is surely newer than what is held: nothing came in since the call left. */
  const takeFresh = (refreshed: readonly Refreshed[], since: number): Set<ContextEntry> => {
    const taken = new Set<ContextEntry>();
    for (const { context, params = {}, data } of refreshed) {
      for (const entry of registry.matching(context, params)) {
        if (entry.touchedAt() > since || entry.key !== instanceKey(entry.context, params)) continue;
        entry.take(data);
        taken.add(entry);
      }
    }
    return taken;
  };

  /** The instances on screen, as the value of a header. */
  const shown = (): string => {
    let header = "";
    for (const { isMounted, context, canonical } of registry.entries()) {
      if (!isMounted()) continue;
      const longer = (header && `${header}, `) + formatInvalidation(context, canonical);
      if (longer.length > MAX_REFRESH) break;
      header = longer;
    }
    return header;
  };

  const run = async (
    { name: fn, transport: preferred }: AnyFunction,
    args: unknown = {},
    { signal, optimistic }: MutateOptions = {},
  ): Promise<unknown> => {
    const since = clock;
    const releases: ((succeeded: boolean) => void)[] = [];
    const settle = (succeeded: boolean): void => releases.forEach((release) => release(succeeded));
    try {
      optimistic?.({
        update: ({ name }, params, change) => {
          for (const entry of registry.matching(name, params)) {
            if (entry.isMounted()) releases.push(entry.override(change as unknown as Change));
          }
        },
      });
      const request = { fn, transport: preferred, args, refresh: singleFlight ? shown() : "", signal };
      const { result, invalidate = [], refreshed = [] } = await transport.call(request).catch((error: unknown) => {
        throw asDjangoError(error, fn, signal);
      });
      takeIn(invalidate, takeFresh(refreshed, since));
      settle(true);
      return result;
    } catch (error) {
      settle(false);
      throw error;
    }
  };

  const client: MizanClient = {
    call: (fn, args, options) => run(fn, args, options) as Promise<never>,
    async fetch(context, params, { signal } = {}) {
      const entry = entryOf(context, params);
      await entry.load(signal).catch((error: unknown) => {
        throw asDjangoError(error, undefined, signal);
      });
      return dataOf(entry.getSnapshot(), "fresh") as never;
    },
    prefetch: (context, params) => entryOf(context, params).load(),
    invalidate: ({ name: context }, params = {}) => takeIn([{ context, params: { ...params } }]),
    entry: (context, params) => entryOf(context, params) as never,
    mutation(fn, name) {
      const key = `${fn.name}:${name}`;
      const create = (lease?: Lease): Store<unknown> => createMutation((args, options) => run(fn, args, options), touch, lease);
      if (name === undefined) return create() as never;
      const mutation: Store<unknown> = mutations.get(key) ?? create(createLease(gcTime, () => mutations.set(key, mutation), () => mutations.delete(key)));
      mutations.set(key, mutation);
      return mutation as never;
    },
    observe: ({ headers }) => takeIn(parseInvalidations(headers.get("X-Mizan-Invalidate") ?? "")),
    receive: (entries) => entries.forEach((entry) => invalidate(entry)),
    onInvalidate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    hydrate(state) {
      for (const [key, seed] of Object.entries(state)) {
        const entry = [...registry.entries()].find((held) => held.key === key);
        if (!entry) seeds.set(key, seed);
        else if (seed.updatedAt > entry.state().updatedAt) entry.seed(seed);
      }
    },
    entries: () => registry.entries(),
  };
  const transport = options.transport ?? httpTransport(options, retry, client.observe);
  client.hydrate(options.hydrate ?? {});
  return client;
}
