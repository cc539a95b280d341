/** Tells developers what users can't see. Bundlers drop all of it from a production build. */
import type { Invalidation, ScopedInvalidation } from "./invalidation.js";

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/**
 * An invalidation that changes nothing on the screen may have a wrong param. It may as well be about
 * another page: so each kind is told of once, and `told` remembers it.
 */
export function warnUnmatched(
  item: Invalidation,
  matched: () => readonly { listeners: ReadonlySet<unknown> }[],
  told: Set<unknown>,
): void {
  try {
    if (process.env.NODE_ENV !== "production" && typeof window !== "undefined") {
      const { context = item, params = {} } = Object(item) as Partial<ScopedInvalidation>;
      const kind = JSON.stringify([context, Object.keys(params)]);
      if (told.has(kind) || matched().some(({ listeners }) => listeners.size)) return;
      told.add(kind);
      console.warn(`[mizan] Nothing that is mounted matches the invalidation ${JSON.stringify(item)}`);
    }
  } catch {
    // Without a bundler a browser knows no process.
  }
}
