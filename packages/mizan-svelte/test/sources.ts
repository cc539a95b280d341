/** Where tests find the packages' sources. */
import { fileURLToPath } from "node:url";
import type { Options as SvelteOptions } from "@sveltejs/vite-plugin-svelte";
import type { Alias } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const alias: Alias[] = [
  { find: /^@mizan\/svelte$/, replacement: path("../src/index.ts") },
  { find: /^@mizan\/svelte\/v1$/, replacement: path("../src/v1.ts") },
  { find: /^@mizan\/runtime$/, replacement: path("../../mizan-runtime/src/index.ts") },
  { find: /^@mizan\/runtime\/(.+)$/, replacement: path("../../mizan-runtime/src/$1.ts") },
];

/** Svelte as it is by default, or with `await` in components. */
export type Mode = "sync" | "async";

declare module "vitest" {
  interface ProvidedContext {
    svelte: Mode;
  }
}

export function optionsOf(mode: Mode): Partial<SvelteOptions> {
  return {
    configFile: false,
    compilerOptions: { experimental: { async: mode === "async" } },
  };
}
