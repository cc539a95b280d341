/**
 * One (context, canonical params): what the server last said about it, the request under way, and
 * who is interested. Every race between answers, invalidations and departures is settled here.
 */
import type { CanonicalParams } from "./canonical.js";
import { asDjangoError, errorFrom, type DjangoError } from "./error.js";
import type { Lease, Leased } from "./lease.js";
import { isFields, own } from "./own.js";
import { share } from "./share.js";
import type { Bundle, Transport } from "./transport.js";
import type { AnyContext, ReadStore, Seed } from "./types.js";
import { View } from "./view.js";

/** What an entry holds. */
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

/** What the entries of a client share. */
export interface Surroundings extends Lease<Entry> {
  readonly transport: Transport;
  readonly entries: ReadonlyMap<unknown, Entry>;
  /** Milliseconds for which an answer counts as fresh. */
  readonly staleTime: number;
  /** The client's own clock, which orders answers, invalidations and mutations. */
  clock: number;
}

type Painter = (raw: Bundle) => Bundle;

export class Entry extends View implements Leased {
  declare readonly key: string;
  declare readonly context: AnyContext;
  declare readonly canonical: CanonicalParams;
  readonly listeners: Set<() => void> = new Set();
  /** What the server rendered with. */
  declare readonly initial: EntryState;
  declare timer?: ReturnType<typeof setTimeout> | undefined;
  readonly #client: Surroundings;
  /** What the server's data passes through before it is shown. */
  #paint: Painter | undefined;
  #slices: Record<string, View> | undefined;
  /** What the server said last. */
  #raw: Bundle | undefined;
  declare data?: Bundle | undefined;
  declare error?: DjangoError | undefined;
  errors: Record<string, DjangoError> = {};
  updatedAt = 0;
  /** What is held is missing or known to be outdated. */
  #isStale!: boolean;
  /** When an answer or an invalidation last came in, or it began to hear of them. */
  #touchedAt!: number;
  /** Somebody waits for fresh data; without a request, one is owed. It outlives the requests that it takes. */
  declare isFetching?: boolean;
  #request: AbortController | undefined;
  readonly refetch = (): Promise<void> => {
    this.now.invalidate();
    return this.load();
  };

  constructor(key: string, context: AnyContext, canonical: CanonicalParams, seed: Seed | undefined, client: Surroundings) {
    super();
    this.key = key;
    this.context = context;
    this.canonical = canonical;
    this.#client = client;
    this.drop();
    if (seed) this.take(seed.data, seed.updatedAt);
    else this.paint();
    this.initial = { ...this };
  }

  /** The one that is held under its key: another, if it was dropped and replaced while nobody looked at it. */
  get now(): Entry {
    return this.#client.entries.get(this.key) ?? this;
  }

  slice(fn: string): ReadStore<unknown, DjangoError> {
    return ((this.#slices ??= { __proto__: null } as unknown as Record<string, View>)[fn] ??= new View(this, fn));
  }

  /** From now on, passes the data through `painter` before it is shown. */
  paint(painter: Painter | undefined = this.#paint): void {
    this.#paint = painter;
    this.data = share(this.data, this.#raw && (painter?.(this.#raw) ?? this.#raw));
    this.#client.touch(this);
  }

  async #start(): Promise<void> {
    const mine = (this.#request = new AbortController());
    this.isFetching = true;
    this.#client.touch(this);
    try {
      const bundle = await this.#client.transport.read({
        context: this.context.name,
        canonical: this.canonical,
        signal: mine.signal,
      });
      if (mine === this.#request) this.take(bundle);
    } catch (cause) {
      if (mine === this.#request) {
        this.error = asDjangoError(cause);
        this.#end();
      }
    }
  }

  /** Ends the request under way; with `isOwed`, somebody waits for another one. */
  #end(isOwed = false): void {
    this.#request = this.#request?.abort() as undefined;
    this.isFetching = isOwed;
    this.#client.touch(this);
  }

  /** Takes an answer in; it is newer than any request under way. */
  take({ $errors, ...bundle }: Record<string, unknown> & { $errors?: Bundle }, at: number = Date.now()): void {
    const errors: Record<string, DjangoError> = (this.errors = {});
    for (const fn in $errors) {
      errors[fn] = errorFrom($errors[fn], { kind: "protocol", fn });
      bundle[fn] ??= own(this.#raw, fn);
    }
    this.drop(!!$errors);
    this.#raw = bundle;
    // Only the state of a page that was rendered with a failed context says so.
    this.error = errors[""];
    this.updatedAt = at;
    this.#end();
    this.paint();
  }

  /** Takes in what a mutation answered, if that is a bundle and nothing came in since. */
  refresh(answer: unknown, since: number): void {
    if (this.#touchedAt <= since && isFields(answer)) this.take(answer);
  }

  /** One that comes back has missed what happened meanwhile. */
  drop(isStale = true): void {
    this.#isStale = isStale;
    this.#touchedAt = ++this.#client.clock;
  }

  /**
   * What is held may be outdated, and a request under way answered too early, unless something
   * newer than `mark` came in.
   */
  invalidate(mark: number = this.#touchedAt): void {
    if (this.#touchedAt > mark) return;
    this.drop();
    this.#end(!!this.listeners.size);
  }

  settle(): unknown {
    if (this.isFetching) {
      if (!this.listeners.size) this.#end();
      else if (!this.#request) void this.#start();
    }
    return this.listeners.size;
  }

  join(listener: () => void): () => void {
    const leave = this.#client.join(this, listener);
    if (!this.isFetching && (this.#isStale || Date.now() - this.updatedAt > this.#client.staleTime)) void this.#start();
    return leave;
  }

  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (this.isFetching && !signal?.aborted) return;
        signal?.removeEventListener("abort", check);
        leave();
        resolve();
      };
      const leave = this.join(check);
      signal?.addEventListener("abort", check);
      check();
    });
  }
}
