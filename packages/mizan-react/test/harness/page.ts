/** What a page of the fixtures offers to the test that drives it. */
import { createMizan } from "@mizan/runtime";
import { hydrate, readHydration } from "@mizan/runtime/hydration";
import type { MizanClient } from "@mizan/runtime";

export interface Fixture {
  readonly client: MizanClient;
  readonly held: WeakRef<object>[];
  readonly versions: Set<object>;
  /** Lets the parts go on that wait for it. */
  hydrateLate(): void;
  mount(): void;
  unmount(): void | Promise<void>;
}

declare global {
  interface Window {
    fixture: Fixture;
    /** There with the flag `--expose-gc`. */
    gc?: () => void;
  }
}

/** What components had in hand, to see what became of it. */
export const held: WeakRef<object>[] = [];

/** The objects that a slice was, one after the other. */
export const versions: Set<object> = new Set();

let open = (): void => {};

/** What parts of a page wait for in a browser. */
export const gate: Promise<void> =
  typeof window === "undefined" ? Promise.resolve() : new Promise((resolve) => (open = resolve));

export function hydrateLate(): void {
  open();
}

/** Which page the address names, and whether a server rendered it. */
export function pageOf({ pathname }: Location): { readonly name: string; readonly isRendered: boolean } {
  const [, kind, name = ""] = pathname.split("/");
  return { name, isRendered: kind === "ssr" };
}

/** The client of the page, with what the server rendered with. */
export function clientOf({ search }: Location): MizanClient {
  const query = new URLSearchParams(search);
  const gcTime = query.get("gcTime");
  const age = Number(query.get("age"));
  const seeds = Object.entries(readHydration()).map(([key, { data, updatedAt }]) => [
    key,
    { data, updatedAt: updatedAt - age },
  ]);
  return createMizan({
    baseUrl: "/api/mizan",
    gcTime: gcTime === null ? undefined : Number(gcTime),
    hydrate: hydrate(Object.fromEntries(seeds)),
  });
}
