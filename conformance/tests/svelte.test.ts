/** Svelte's compiler takes every component and every module with runes, for browser and server. */
import { describe, expect, test } from "vitest";
import { filesOf, textOf } from "../harness/sources.js";
import { compileSvelte } from "../harness/svelte.js";
import type { Side } from "../harness/svelte.js";

const files = ["js", "none", "ts", "many"].flatMap((folder) => filesOf(folder, [".svelte", ".svelte.ts"]));

describe.each<Side>(["client", "server"])("for the %s", (side) => {
  test("it takes every file, without a warning", async () => {
    expect(files.length).toBeGreaterThan(0);
    const compiled = await Promise.all(
      files.map(async (file) => ({ file, result: await compileSvelte(file, textOf(file), side) })),
    );
    const warnings = compiled.flatMap(({ file, result }) =>
      result.warnings.map(({ code, start }) => `${file}:${start?.line ?? 1} ${code}`),
    );
    expect(warnings).toEqual([]);
  });

  test.each([
    { file: "Broken.svelte", text: "<p>{name</p>" },
    { file: "broken.svelte.ts", text: "export let count: number = $state(0); count = 1;" },
  ])("it refuses $file, which is none", async ({ file, text }) => {
    await expect(compileSvelte(file, text, side)).rejects.toThrow();
  });
});
