/**
 * What an application pays for: of a client with a thousand functions, the hooks that it imports
 * from the barrel `index.ts` and what those need, and nothing for the others.
 */
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { esbuild, vite } from "../harness/bundle.js";
import { names } from "../harness/many.js";

/** At most so many bytes, minified and gzipped, for each further hook that an application uses. */
const BUDGET = 60;

const bundlers = [{ bundler: "esbuild", bundle: esbuild }, { bundler: "Vite", bundle: vite }];
const targets = ["react", "vue", "svelte"].flatMap((target) => bundlers.map((b) => ({ target, ...b })));

describe.each(targets)("$target, by $bundler", ({ target, bundle }) => {
  const index = (client: "some" | "many"): string => `./generated/${client}/${target}/index.js`;
  const bundleOf = (...hooks: readonly string[]): Promise<string> => bundle(application(index("many"), hooks));

  test("one hook of a thousand comes alone", async () => {
    const mutation = await bundleOf(names.changeHook(7));
    expect(wireNames(mutation)).toEqual(["set_item_0007"]);
    const read = await bundleOf(names.readHook(7));
    expect(wireNames(read)).toEqual(["area_0001", "get_item_0007"]);
  });

  test("a provider comes without the hooks of its context", async () => {
    expect(wireNames(await bundleOf(names.provider(1)))).toEqual(["area_0001"]);
  });

  test("functions that nobody uses cost nothing", async () => {
    const hooks = [names.changeHook(7), names.readHook(7), names.provider(1)];
    const some = await bundle(application(index("some"), hooks), "kept");
    const many = await bundle(application(index("many"), hooks), "kept");
    expect(many.length).toBe(some.length);
  });

  test.each([
    { kind: "mutation", hook: names.changeHook },
    { kind: "slice of one context", hook: names.readHook },
    { kind: "slice of another context", hook: (n: number) => names.readHook(n * 5) },
  ])(`each further $kind costs at most ${BUDGET} bytes`, async ({ hook }) => {
    const hooks = [0, 1, 2, 3, 4].map(hook);
    const bundles: string[] = [];
    for (const count of [1, 2, 3, 4, 5]) bundles.push(await bundleOf(...hooks.slice(0, count)));
    const zippedSteps = steps(bundles.map(zipped));
    expect(Math.max(...zippedSteps), `the steps are ${zippedSteps.join(", ")}`).toBeLessThanOrEqual(BUDGET);
    // Unzipped, for a hook that looks like the last one can zip away to nothing.
    expect(Math.min(...steps(bundles.map((code) => code.length)))).toBeGreaterThan(0);
  });
});

/** Imports `hooks`, and keeps them. */
function application(client: string, hooks: readonly string[]): string {
  return `import { ${hooks.join(", ")} } from "${client}";\nexport default [${hooks.join(", ")}];\n`;
}

function wireNames(bundle: string): readonly string[] {
  return [...new Set(bundle.match(/\b(?:[gs]et_item|area)_\d{4}\b/g))].sort();
}

function steps(sizes: readonly number[]): number[] {
  return sizes.slice(1).map((size, i) => size - (sizes[i] ?? 0));
}

function zipped(bundle: string): number {
  return gzipSync(bundle, { level: 9 }).length;
}
