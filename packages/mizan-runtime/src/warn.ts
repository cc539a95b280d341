/** Tells developers what users can't see. Bundlers drop all of it from a production build. */
import type { Invalidation } from "./invalidation.js";

declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** An invalidation that changes nothing on the screen is often one with a wrong param. */
export function warnUnmatched(invalidation: Invalidation, matched: () => readonly { listeners: ReadonlySet<unknown> }[]): void {
  try {
    if (process.env.NODE_ENV !== "production" && typeof window !== "undefined" && !matched().some(({ listeners }) => listeners.size)) {
      console.warn(`[mizan] Nothing that is mounted matches the invalidation ${JSON.stringify(invalidation)}`);
    }
  } catch {
    // Without a bundler a browser knows no process.
  }
}
