/**
 * One application's (or one server request's) connection to a backend, and what an answer means
 * for the instances that it holds.
 */
import { canonicalParams, instanceKey, matches } from "./canonical.js";
import { createEntry, type ContextEntry, type EntryHost } from "./entry.js";
import { asDjangoError } from "./error.js";
import { httpTransport, type HttpOptions } from "./http.js";
import { formatInvalidation, parseInvalidations, type Invalidation } from "./invalidation.js";
import { createLease } from "./lease.js";
import { createMutation } from "./mutation.js";
import { own } from "./own.js";
import { notify } from "./report.js";
import { withRetry, type RetryOptions } from "./retry.js";
import type { Bundle, Refreshed, Transport } from "./transport.js";
import type {
  AnyContext, CallOptions, ContextRef, Entry, FunctionRef, HeldEntry, HydrationState, MizanClient,
  MutateOptions, MutationState, Seed, Store,
} from "./types.js";
import { createView, dataOf } from "./view.js";
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

type AnyFunction = Pick<FunctionRef<never, unknown>, "name" | "transport">;
type Change = (data: Bundle) => Bundle;
type Release = (succeeded: boolean) => void;

/** Bytes of the longest `X-Mizan-Refresh` that is sent; instances beyond it are fetched again. */
const MAX_REFRESH = 2000;

export function createMizan(options: MizanOptions = {}): MizanClient {
  return new Client(options);
}

class Client implements MizanClient {
  readonly #registry: Registry;
  readonly #host: EntryHost;
  readonly #transport: Transport;
  readonly #singleFlight: boolean;
  /** What a server rendered with and nobody asked for yet. */
  readonly #seeds: Map<string, Seed> = new Map();
  readonly #listeners: Set<(entries: readonly Invalidation[]) => void> = new Set();
  #clock = 0;

  constructor(options: MizanOptions) {
    const { staleTime = 30_000, retry = {}, singleFlight = true } = options;
    const onServer = typeof window === "undefined";
    const { gcTime = onServer ? Infinity : 300_000 } = options;
    const retrying = retry || { attempts: 0 };
    const registry = new Registry(gcTime);
    const transport = options.transport ?? httpTransport(options, retrying, this.observe);
    this.#registry = registry;
    this.#transport = transport;
    this.#singleFlight = singleFlight;
    this.#host = {
      staleTime,
      onServer,
      tick: () => ++this.#clock,
      touch: (entry) => registry.touch(entry),
      keep: (entry) => registry.keep(entry),
      rest: (entry) => registry.rest(entry),
      read: ({ context: { name: context }, params, canonical }, signal) =>
        withRetry(() => transport.read({ context, params, canonical, signal }), retrying, signal),
    };
    this.hydrate(options.hydrate ?? {});
  }

  call<Input, Output, Failure>(
    fn: FunctionRef<Input, Output, Failure>,
    args: Input,
    options?: CallOptions,
  ): Promise<Output> {
    return this.#run(fn, args, options) as Promise<Output>;
  }

  async fetch<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params: Params,
    { signal }: CallOptions = {},
  ): Promise<Data> {
    const entry = this.#entry(context, params);
    try {
      await entry.load(signal);
    } catch (error) {
      throw asDjangoError(error, undefined, signal);
    }
    return dataOf(entry.view.getSnapshot(), "fresh") as Data;
  }

  async prefetch<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params: Params,
  ): Promise<void> {
    await this.#entry(context, params).load();
  }

  invalidate<Params extends object, Data extends object, Failures extends object>(
    { name: context }: ContextRef<Params, Data, Failures>,
    params: Partial<Params> = {},
  ): void {
    this.#takeIn([{ context, params: { ...params } }]);
  }

  entry<Params extends object, Data extends object, Failures extends object>(
    context: ContextRef<Params, Data, Failures>,
    params: Params,
  ): Entry<Data, Failures> {
    return this.#entry(context, params).view as unknown as Entry<Data, Failures>;
  }

  mutation<Input, Output, Failure>(
    fn: FunctionRef<Input, Output, Failure>,
    name?: string,
  ): Store<MutationState<Input, Output, Failure>> {
    const key = name === undefined ? "" : `${fn.name}:${name}`;
    let mutation = key ? this.#registry.mutation(key) : undefined;
    if (!mutation) {
      mutation = new Mutation(this.#registry, (args, options) => this.#run(fn, args, options), key);
      if (key) {
        this.#registry.keep(mutation);
        this.#registry.rest(mutation);
      }
    }
    return mutation as Store<unknown> as Store<MutationState<Input, Output, Failure>>;
  }

  observe = ({ headers }: { readonly headers: { get(name: string): string | null } }): void => {
    this.#takeIn(parseInvalidations(headers.get("X-Mizan-Invalidate") ?? ""));
  };

  receive(entries: readonly Invalidation[]): void {
    for (const entry of entries) this.#invalidate(entry);
  }

  onInvalidate(listener: (entries: readonly Invalidation[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hydrate(state: HydrationState): void {
    for (const [key, seed] of Object.entries(state)) {
      const entry = this.#registry.entry(key);
      if (!entry) this.#seeds.set(key, seed);
      else if (seed.updatedAt > entry.state.updatedAt) entry.seed(seed);
    }
  }

  entries(): Iterable<HeldEntry> {
    return this.#registry.entries();
  }

  #entry(context: AnyContext, values: object): ContextEntry {
    const canonical = canonicalParams(context, values);
    const key = instanceKey(context, values);
    const known = this.#registry.entry(key);
    if (known) return known;
    const given = asRecord(values);
    const params = Object.fromEntries(Object.keys(canonical).map((name) => [name, given[name]]));
    const entry = new ContextEntry(this.#host, context, params, canonical, key);
    const seed = this.#seeds.get(key);
    if (seed) entry.seed(seed);
    this.#seeds.delete(key);
    this.#registry.keep(entry);
    this.#registry.rest(entry);
    return entry;
  }

  async #run(fn: AnyFunction, args: unknown, { signal, optimistic }: MutateOptions = {}): Promise<unknown> {
    const since = this.#clock;
    const releases: Release[] = [];
    const settle = (succeeded: boolean): void => releases.forEach((release) => release(succeeded));
    try {
      optimistic?.({
        update: ({ name }, params, change) => {
          for (const entry of this.#registry.matching(name, params)) {
            if (entry.isMounted) releases.push(entry.override(change as unknown as Change));
          }
        },
      });
      const answer = await this.#call(fn, args, signal);
      this.#takeIn(answer.invalidate ?? [], this.#takeFresh(answer.refreshed ?? [], since));
      settle(true);
      return answer.result;
    } catch (error) {
      settle(false);
      throw error;
    }
  }

  async #call({ name, transport }: AnyFunction, args: unknown, signal?: AbortSignal): Promise<CallAnswer> {
    try {
      const refresh = this.#singleFlight ? this.#shown() : "";
      return await this.#transport.call({ fn: name, transport, args: args ?? {}, refresh, signal });
    } catch (error) {
      throw asDjangoError(error, name, signal);
    }
  }

  /** Takes data that is surely newer than what is held: nothing came in since the call left. */
  #takeFresh(refreshed: readonly Refreshed[], since: number): Set<ContextEntry> {
    const taken = new Set<ContextEntry>();
    for (const { context, params = {}, data } of refreshed) {
      for (const entry of this.#registry.matching(context, params)) {
        if (entry.touchedAt > since || entry.key !== instanceKey(entry.context, params)) continue;
        entry.take(data);
        taken.add(entry);
      }
    }
    return taken;
  }

  #takeIn(entries: readonly Invalidation[], fresh?: Set<ContextEntry>): void {
    for (const entry of entries) this.#invalidate(entry, fresh);
    if (entries.length) notify([...this.#listeners].map((listener) => () => listener(entries)));
  }

  #invalidate(invalidation: Invalidation, fresh?: Set<ContextEntry>): void {
    const { context, params } = asRecord(
      typeof invalidation === "string" ? { context: invalidation } : invalidation,
    );
    const matched = this.#registry.matching(String(context), asRecord(params));
    for (const entry of matched) if (!fresh?.has(entry)) entry.invalidate();
    if (!this.#host.onServer) warnUnmatched(invalidation, matched);
  }

  /** The instances on screen, as the value of a header. */
  #shown(): string {
    let header = "";
    for (const { isMounted, context, canonical } of this.#registry.entries()) {
      if (!isMounted) continue;
      const member = formatInvalidation(context, canonical);
      if (header.length + member.length > MAX_REFRESH) break;
      header += (header && ", ") + member;
    }
    return header;
  }
}
