/**
 * One application's (or one server request's) connection to a backend, and what an answer means
 * for the instances that it holds.
 */
import { canonicalParams, matches, type CanonicalParams } from "./canonical.js";
import { createEntry, type ContextEntry } from "./entry.js";
import { asDjangoError } from "./error.js";
import { httpTransport, type HttpOptions } from "./http.js";
import { formatInvalidation, type ScopedInvalidation } from "./invalidation.js";
import { createLease } from "./lease.js";
import { createMutation } from "./mutation.js";
import { createBatch } from "./notify.js";
import type { Bundle, Transport } from "./transport.js";
import type { AnyContext, FunctionRef, MizanClient, MutateOptions, Seed, Store } from "./types.js";
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

type AnyFunction = Pick<FunctionRef<never, unknown>, "name" | "transport">;

/** Characters of `X-Mizan-Refresh` from which on no further instance is named; it is fetched again. */
const MAX_REFRESH = 2000;

export function createMizan(options: MizanOptions = {}): MizanClient {
  const onServer = typeof window === "undefined";
  const { staleTime = 30_000, gcTime = onServer ? Infinity : 300_000, retry = 3, hydrate } = options;
  const entries = new Map<unknown, ContextEntry>();
  const mutations = new Map<unknown, Store<unknown>>();
  const touch = createBatch();
  let clock = 0;

  const entryOf = (context: AnyContext, params: object): ContextEntry => {
    const { name } = context;
    const canonical = canonicalParams(context, params as Bundle);
    const key = name + JSON.stringify(canonical);
    return (
      entries.get(key) ??
      createEntry(
        key,
        context,
        canonical,
        hydrate?.(key),
        onServer,
        staleTime,
        () => ++clock,
        touch,
        async (signal) => transport.read({ context: name, canonical, signal }),
        (entry, drop) => createLease(entries, key, entry, gcTime, drop),
      )
    );
  };

  /** The instances of a context that `params` match. */
  const matching = (context: string, params: object): ContextEntry[] => {
    let wanted: CanonicalParams | undefined;
    const wantedBy = (entry: ContextEntry): CanonicalParams =>
      (wanted ??= canonicalParams(entry.context, params as Bundle, true));
    return [...entries.values()].filter(
      (entry) => entry.context.name === context && matches(wantedBy(entry), entry.canonical),
    );
  };

  /** The instances on screen, as the value of a header. */
  const shown = (): string => {
    let header = "";
    for (const { listeners, context, canonical } of entries.values()) {
      if (listeners.size && header.length < MAX_REFRESH) {
        header += (header && ", ") + formatInvalidation(context.name, canonical);
      }
    }
    return header;
  };

  const call = async (
    fn: AnyFunction,
    args: unknown = {},
    { signal, optimistic }: MutateOptions = {},
  ): Promise<unknown> => {
    const since = clock;
    const release = optimistic?.(matching);
    try {
      const { result, invalidate = [], refreshed = [] } = await transport.call({
        ...fn,
        args,
        refresh: shown(),
        signal,
      });
      const mark = clock;
      for (const { context, params = {}, data } of refreshed) {
        for (const entry of matching(context, params)) entry.refresh(data, params, since);
      }
      client.receive(invalidate, mark);
      release?.(true);
      return result;
    } catch (error) {
      release?.();
      throw asDjangoError(error, fn.name, signal);
    }
  };

  const client: MizanClient = {
    call: call as MizanClient["call"],
    async fetch(context, params, { signal } = {}) {
      const entry = entryOf(context, params);
      await entry.load(signal);
      if (signal?.aborted) throw asDjangoError(signal.reason, undefined, signal);
      const { data, error } = entry.getSnapshot();
      if (error) throw error;
      return data as never;
    },
    prefetch: (context, params) => entryOf(context, params).load(),
    invalidate: ({ name: context }, params) => client.receive([{ context, params }]),
    entry: (context, params) => entryOf(context, params) as never,
    mutation(fn, name) {
      const key = name === undefined ? {} : `${fn.name}:${name}`;
      return (mutations.get(key) ??
        createMutation(
          (args, given) => call(fn, args, given),
          touch,
          (mutation) => createLease(mutations, key, mutation, gcTime),
        )) as never;
    },
    receive(invalidations, mark = clock) {
      for (const item of invalidations) {
        const { context = item as string, params = {} } = item as Partial<ScopedInvalidation>;
        const matched = matching(context, params);
        for (const entry of matched) entry.invalidate(mark);
        if (!onServer) warnUnmatched(item, matched);
      }
    },
    entries: () => entries.values(),
  };
  const transport = options.transport ?? httpTransport(options, retry);
  return client;
}
