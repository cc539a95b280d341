/** The instances that are held in memory, found by key and by what an invalidation says. */
import { canonicalParams, matches, type CanonicalParams } from "./canonical.js";
import type { ContextEntry } from "./entry.js";

export interface Registry {
  get(context: string, key: string): ContextEntry | undefined;
  add(entry: ContextEntry): void;
  drop(entry: ContextEntry): void;
  entries(): Iterable<ContextEntry>;
  /** The instances of a context that `params` match. */
  matching(context: string, params: object): ContextEntry[];
}

export function createRegistry(): Registry {
  const contexts = new Map<string, Map<unknown, ContextEntry>>();
  return {
    get: (context, key) => contexts.get(context)?.get(key),
    add(entry) {
      const { key, context: { name } } = entry;
      const entries = contexts.get(name) ?? new Map<unknown, ContextEntry>();
      contexts.set(name, entries);
      // One that was dropped may come back and find another in its place: both are held then.
      if (entries.get(key) !== entry) entries.set(entries.has(key) ? entry : key, entry);
    },
    drop(entry) {
      const entries = contexts.get(entry.context.name);
      entries?.delete(entries.get(entry.key) === entry ? entry.key : entry);
      entry.invalidate();
    },
    *entries() {
      for (const entries of contexts.values()) yield* entries.values();
    },
    matching(context, params) {
      const found: ContextEntry[] = [];
      let wanted: CanonicalParams | undefined;
      for (const entry of contexts.get(context)?.values() ?? []) {
        wanted ??= canonicalParams(entry.context, params, true);
        if (matches(wanted, entry.canonical)) found.push(entry);
      }
      return found;
    },
  };
}
