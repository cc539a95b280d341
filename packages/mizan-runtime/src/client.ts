/**
 * One application's (or one server request's) connection to a backend, and what an answer means
 * for the instances that it holds.
 */
import { canonicalParams, matches, type CanonicalParams } from "./canonical.js";
import { createEntry, type ContextEntry, type EntryHost } from "./entry.js";
import { asDjangoError } from "./error.js";
import { httpTransport, type HttpOptions } from "./http.js";
import { formatInvalidation, parseInvalidations, type Invalidation } from "./invalidation.js";
import { createLease } from "./lease.js";
import { createMutation } from "./mutation.js";
import { own } from "./own.js";
import { createBatch } from "./report.js";
import { withRetry } from "./retry.js";
import type { Bundle, Refreshed, Transport } from "./transport.js";
import type {
  AnyContext, FunctionRef, MizanClient, MutateOptions, Seed, Store,
} from "./types.js";
import { dataOf } from "./view.js";
import { warnUnmatched } from "./warn.js";

export interface MizanOptions extends HttpOptions {
  /** Milliseconds for which an answer is not asked for again by those who come anew. Default 30,000. */
  readonly staleTime?: number | undefined;
  /** Milliseconds for which what nobody looks at is held. Default 300,000; no limit on a server. */
  readonly gcTime?: number | undefined;
  /** How often a failed read is tried again. Default 3. */
  readonly retry?: number | undefined;
  /** What the server rendered an instance with, by its key. */
  readonly hydrate?: ((key: string) => Seed | undefined) | undefined;
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
  const { staleTime = 30_000, gcTime = onServer ? Infinity : 300_000, retry = 3, hydrate } = options;
  const entries = new Map<unknown, ContextEntry>();
  const mutations = new Map<unknown, Store<unknown>>();
  const listeners = new Set<Listener>();
  const touch = createBatch();
  let clock = 0;

  const host: EntryHost = {
    staleTime,
    onServer,
    touch,
    tick: () => ++clock,
    lease: (entry, drop) => createLease(entries, entry.key, entry, gcTime, drop),
    read: ({ context: { name: context }, params, canonical }, signal) =>
      withRetry(() => transport.read({ context, params, canonical, signal }), retry, signal),
  };

  const entryOf = (context: AnyContext, values: object): ContextEntry => {
    const canonical = canonicalParams(context, values as Bundle);
    const key = context.name + JSON.stringify(canonical);
    let entry = entries.get(key);
    if (!entry) {
      const params = Object.fromEntries(Object.entries(values).filter(([name]) => own(canonical, name)));
      entry = createEntry(host, { key, context, params, canonical });
      const seed = hydrate?.(key);
      if (seed) entry.seed(seed);
    }
    return entry;
  };

  /** The instances of a context that `params` match. */
  const matching = (context: string, params: object): ContextEntry[] => {
    let wanted: CanonicalParams | undefined;
    return [...entries.values()].filter((entry) => {
      if (entry.context.name !== context) return false;
      wanted ??= canonicalParams(entry.context, params as Bundle, true);
      return matches(wanted, entry.canonical);
    });
  };

  const receive = (invalidations: readonly Invalidation[], fresh?: Set<ContextEntry>): void => {
    for (const item of invalidations) {
      const { context, params = {} } = typeof item === "string" ? { context: item } : item;
      const matched = matching(context, params);
      for (const entry of matched) if (!fresh?.has(entry)) entry.invalidate();
      if (!onServer) warnUnmatched(item, matched);
    }
  };

  const takeIn = (invalidations: readonly Invalidation[], fresh?: Set<ContextEntry>): void => {
    receive(invalidations, fresh);
    for (const listener of listeners) listener(invalidations);
  };

  /** Takes data that is surely newer than what is held: nothing came in since the call left. */
  const takeFresh = (refreshed: readonly Refreshed[], since: number): Set<ContextEntry> => {
    const taken = new Set<ContextEntry>();
    for (const { context, params = {}, data } of refreshed) {
      for (const entry of matching(context, params)) {
        const isIt = matches(entry.canonical, canonicalParams(entry.context, params));
        if (entry.touchedAt() > since || !isIt) continue;
        entry.take(data);
        taken.add(entry);
      }
    }
    return taken;
  };

  /** The instances on screen, as the value of a header. */
  const shown = (): string => {
    let header = "";
    for (const { isMounted, context, canonical } of entries.values()) {
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
          for (const entry of matching(name, params)) {
            if (entry.isMounted()) releases.push(entry.override(change as unknown as Change));
          }
        },
      });
      const request = { fn, transport: preferred, args, refresh: shown(), signal };
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
      const key = name === undefined ? {} : `${fn.name}:${name}`;
      const create = (): Store<unknown> => createMutation((args, options) => run(fn, args, options), touch, (mutation) => createLease(mutations, key, mutation, gcTime));
      return (mutations.get(key) ?? create()) as never;
    },
    observe: ({ headers }) => takeIn(parseInvalidations(headers.get("X-Mizan-Invalidate") ?? "")),
    receive,
    onInvalidate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    entries: () => entries.values(),
  };
  const transport = options.transport ?? httpTransport(options, retry, client.observe);
  return client;
}
