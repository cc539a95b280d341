/** Builds an adapter's pages, sources and all, the way an application's bundler would. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import type { Alias, Plugin, PluginOption } from "vite";

export interface PageSource {
  /** The module that starts a page. */
  readonly entry: string;
  readonly alias: readonly Alias[];
  readonly plugins?: readonly (Plugin | PluginOption)[];
}

export interface Built {
  /** Holds `assets/main.js`. */
  readonly folder: string;
  remove(): Promise<void>;
}

export async function buildPages({ entry, alias, plugins = [] }: PageSource): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), "mizan-pages-"));
  await build({
    configFile: false,
    logLevel: "warn",
    // StrictMode and the warnings about hydration are there in development only.
    mode: "development",
    define: { "process.env.NODE_ENV": '"development"' },
    resolve: { alias: [...alias] },
    plugins: [...plugins],
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      modulePreload: false,
      rolldownOptions: {
        input: { main: entry },
        // "use client" is for bundlers that know servers; as a dependency it isn't warned about.
        checks: { moduleLevelDirective: false },
        output: { entryFileNames: "assets/[name].js", chunkFileNames: "assets/[name].js" },
      },
    },
  });
  return { folder, remove: () => rm(folder, { recursive: true }) };
}
