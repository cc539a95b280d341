/**
 * One application's (or one server request's) connection to a backend, and what an answer means
 * for the instances that it holds.
 */
import { canonicalParams, matches, type CanonicalParams } from "./canonical.js";
import { Entry, type Surroundings } from "./entry.js";
import { asDjangoError } from "./error.js";
import { httpTransport, MAX_LENGTH, type HttpOptions } from "./http.js";
import { formatInvalidation, type Invalidation, type ScopedInvalidation } from "./invalidation.js";
import { createLease } from "./lease.js";
import { createMutation, type Mutation } from "./mutation.js";
import { listOf } from "./own.js";
import type { Transport } from "./transport.js";
import type { AnyContext, FunctionRef, MizanClient, MutateOptions, Seed } from "./types.js";
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

type AnyFunction = Pick<FunctionRef<never, unknown>, "name" | "transport" | "body">;

export function createMizan(options: MizanOptions = {}): MizanClient {
  const { staleTime = 30_000, gcTime = typeof window === "undefined" ? Infinity : 300_000, retry = 3, hydrate } = options;
  const transport = options.transport ?? httpTransport(options, retry);
  const entries = new Map<unknown, Entry>();
  /** The contexts that there are instances of, by name. */
  const contexts = new Map<unknown, AnyContext>();
  /** Names of contexts that something was said about; what a page was rendered with is older. */
  const touched = new Set<unknown>();
  const mutations = new Map<unknown, Mutation>();
  const lease = createLease(entries, gcTime);
  const mutationLease = createLease(mutations, gcTime);

  const surroundings: Surroundings = { staleTime, transport, entries, clock: 0, ...lease };

  const entryOf = (context: AnyContext, params: object): Entry => {
    const canonical = canonicalParams(context, params);
    const key = keyOf(context, canonical);
    const known = entries.get(key);
    if (known) return known;
    contexts.set(context.name, context);
    const entry = new Entry(key, context, canonical, hydrate?.(key), surroundings);
    lease.keep(entry);
    if (touched.has(context.name)) entry.invalidate();
    return entry;
  };

  /** The instances of a context that `params` match. */
  const matching = (name: unknown, params?: unknown): Entry[] => {
    const context = contexts.get(name);
    if (!context) return [];
    const wanted = canonicalParams(context, params, true);
    // The usual case doesn't look at all that there is: every param is named.
    const isWhole = Object.keys(wanted).length === Object.keys(context.params).length;
    const exact = isWhole && entries.get(keyOf(context, wanted));
    if (exact) return [exact];
    return [...entries.values()].filter((entry) => entry.context.name === name && matches(wanted, entry.canonical));
  };

  /** The instances on screen, as the value of a header. */
  const shown = (): string => {
    let header = "";
    for (const { listeners, context, canonical } of entries.values()) {
      if (listeners.size) {
        const member = formatInvalidation(context.name, canonical);
        // One that there is no room for is fetched again, and one with text that no header says as it
        // is, which JSON escapes; so is one with what looks as if it were, the \\n of C:\\new.
        if ((header + member).length < MAX_LENGTH && !/[^ -~]|\\[bfnrtu]/.test(member))
          header += (header && ", ") + member;
      }
    }
    return header;
  };

  const call = async (
    fn: AnyFunction,
    args: unknown = {},
    { signal, optimistic }: MutateOptions = {},
  ): Promise<unknown> => {
    const since = surroundings.clock;
    const release = optimistic?.(matching);
    try {
      const { result, invalidate, refreshed } = await transport.call({ ...fn, args, refresh: shown(), signal });
      const mark = surroundings.clock;
      for (const item of listOf(refreshed)) {
        const { context, params, data } = Object(item);
        const ref = contexts.get(context);
        if (ref) entryOf(ref, params).refresh(data, since);
      }
      client.receive(listOf(invalidate) as Invalidation[], mark);
      release?.(true);
      return result;
    } catch (error) {
      release?.();
      throw asDjangoError(error, signal, fn.name);
    }
  };

  const client: MizanClient = {
    call: call as MizanClient["call"],
    async fetch(context, params, { signal } = {}) {
      const entry = entryOf(context, params);
      if (!signal?.aborted) await entry.load(signal);
      if (signal?.aborted) throw asDjangoError(signal.reason, signal);
      const { error, data } = entry.getSnapshot();
      if (error) throw error;
      return data as never;
    },
    prefetch: (context, params) => entryOf(context, params).load(),
    invalidate: ({ name: context }, params) => client.receive([{ context, params }]),
    entry: entryOf as MizanClient["entry"],
    mutation(fn, name) {
      const key = name == null ? {} : `${fn.name}:${name}`;
      return (mutations.get(key) ??
        createMutation(key, (args, given) => call(fn, args, given), mutationLease)) as never;
    },
    receive(invalidations, mark = surroundings.clock) {
      for (const item of invalidations) {
        const { context = item, params } = Object(item) as Partial<ScopedInvalidation>;
        touched.add(context);
        for (const entry of matching(context, params)) entry.invalidate(mark);
        warnUnmatched(item, () => matching(context, params), touched);
      }
    },
    entries: () => entries.values(),
  };
  return client;
}

function keyOf({ name }: AnyContext, canonical: CanonicalParams): string {
  return name + JSON.stringify(canonical);
}
