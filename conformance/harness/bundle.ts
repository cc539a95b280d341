/** Bundles an application for production with what people bundle with, the framework included. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build as buildWithEsbuild } from "esbuild";
import { build as buildWithVite } from "vite";
import type { Plugin } from "vite";
import { conformance } from "./places.js";
import { compileSvelte } from "./svelte.js";

/**
 * JavaScript for an application's text, whose imports are relative to `conformance/`. Minified, with
 * names as they were on request: a minifier may name what is there by what it has thrown away.
 */
export type Bundler = (application: string, names?: "short" | "kept") => Promise<string>;

const production = {
  "process.env.NODE_ENV": '"production"',
  __VUE_OPTIONS_API__: "false",
  __VUE_PROD_DEVTOOLS__: "false",
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
};

/** Components, and modules with runes: of a client in TypeScript, of the adapter in JavaScript. */
const svelteFile = /\.svelte(?:\.[jt]s)?$/;

export const esbuild: Bundler = async (application, names = "short") => {
  const { outputFiles } = await buildWithEsbuild({
    stdin: { contents: application, resolveDir: conformance, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: names === "short",
    legalComments: "none",
    jsx: "automatic",
    conditions: ["svelte", "browser", "production"],
    define: production,
    plugins: [{ name: "svelte", setup: (build) => build.onLoad({ filter: svelteFile }, loadSvelte) }],
  });
  return outputFiles.map(({ text }) => text).join("");
};

/** Vite 8: Rolldown, which follows Rollup. */
export const vite: Bundler = async (application, names = "short") => {
  const entry = join(conformance, "application.ts");
  const result = await buildWithVite({
    configFile: false,
    root: conformance,
    logLevel: "error",
    define: production,
    build: {
      write: false,
      minify: names === "short",
      target: "esnext",
      modulePreload: false,
      rolldownOptions: { input: entry, preserveEntrySignatures: "strict", checks: { moduleLevelDirective: false } },
    },
    plugins: [virtual(entry, application), sveltePlugin],
  });
  const outputs = Array.isArray(result) ? result : [result];
  return outputs.flatMap((one) => ("output" in one ? one.output : []))
    .map((file) => (file.type === "chunk" ? file.code : "")).join("");
};

function virtual(path: string, text: string): Plugin {
  return {
    name: "application",
    resolveId: (id) => (id === path ? id : undefined),
    load: (id) => (id === path ? text : undefined),
  };
}

const sveltePlugin: Plugin = {
  name: "svelte",
  enforce: "pre",
  async load(id) {
    return svelteFile.test(id) ? compiled(id) : undefined;
  },
};

async function loadSvelte({ path }: { readonly path: string }): Promise<{ contents: string }> {
  return { contents: await compiled(path) };
}

const results = new Map<string, Promise<string>>();

function compiled(path: string): Promise<string> {
  let result = results.get(path);
  if (!result) {
    result = readFile(path, "utf8").then((text) => compileSvelte(path, text, "client")).then(({ js }) => js.code);
    results.set(path, result);
  }
  return result;
}
