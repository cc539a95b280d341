/**
 * Which instances and mutation states are held in memory: found by key and by context, looked at
 * once per microtask after a change, and dropped a while after the last one who was interested.
 */
import { canonicalParams, matches, type CanonicalParams } from "./canonical.js";
import { ContextEntry } from "./entry.js";
import { Mutation } from "./mutation.js";

type Resident = ContextEntry | Mutation;

/** Longer timers than this fire at once. */
const MAX_DELAY = 2 ** 31 - 1;

export class Registry {
  readonly #gcTime: number;
  readonly #residents: Map<string, Resident> = new Map();
  readonly #contexts: Map<string, Set<ContextEntry>> = new Map();
  /** When to drop those in whom nobody is interested; the one that is due first comes first. */
  readonly #resting: Map<Resident, number> = new Map();
  #touched: Set<Resident> = new Set();
  #timer: unknown;

  /** Milliseconds for which something is held that nobody is interested in. */
  constructor(gcTime: number) {
    this.#gcTime = gcTime;
  }

  entry(key: string): ContextEntry | undefined {
    const resident = this.#residents.get(key);
    return resident instanceof ContextEntry ? resident : undefined;
  }

  mutation(key: string): Mutation | undefined {
    const resident = this.#residents.get(key);
    return resident instanceof Mutation ? resident : undefined;
  }

  *entries(): Iterable<ContextEntry> {
    for (const entries of this.#contexts.values()) yield* entries;
  }

  /** The instances of a context that `params` match. */
  matching(context: string, params: object): ContextEntry[] {
    const found: ContextEntry[] = [];
    let wanted: CanonicalParams | undefined;
    for (const entry of this.#contexts.get(context) ?? []) {
      wanted ??= canonicalParams(entry.context, params, true);
      if (matches(wanted, entry.canonical)) found.push(entry);
    }
    return found;
  }

  /** Has `settle` called in the next microtask. */
  touch(resident: Resident): void {
    if (!this.#touched.size) queueMicrotask(() => this.#settle());
    this.#touched.add(resident);
  }

  /** Somebody is interested in it, until `rest`. */
  keep(resident: Resident): void {
    const { key } = resident;
    this.#resting.delete(resident);
    // One that was dropped may come back and find another in its place: both are held then.
    if (!this.#residents.has(key)) this.#residents.set(key, resident);
    if (resident instanceof Mutation) return;
    const { name } = resident.context;
    const entries = this.#contexts.get(name) ?? new Set();
    this.#contexts.set(name, entries.add(resident));
  }

  /** Nobody is. */
  rest(resident: Resident): void {
    if (this.#resting.has(resident)) return;
    this.#resting.set(resident, Date.now() + this.#gcTime);
    this.#wait();
  }

  #settle(): void {
    const touched = this.#touched;
    this.#touched = new Set();
    for (const resident of touched) resident.settle();
  }

  #wait(): void {
    const [due] = this.#resting.values();
    if (this.#timer || !due || due === Infinity) return;
    this.#timer = setTimeout(() => this.#drop(), Math.min(due - Date.now(), MAX_DELAY));
    (this.#timer as { unref?: () => void }).unref?.();
  }

  #drop(): void {
    this.#timer = undefined;
    for (const [resident, due] of this.#resting) {
      if (due > Date.now()) break;
      this.#resting.delete(resident);
      if (this.#residents.get(resident.key) === resident) this.#residents.delete(resident.key);
      if (resident instanceof Mutation) continue;
      this.#contexts.get(resident.context.name)?.delete(resident);
      resident.expire();
    }
    this.#wait();
  }
}
