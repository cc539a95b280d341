/** Generated code and what is stated about its types, under the checkers of Vue and Svelte. */
import { describe, expect, test } from "vitest";
import { line, svelteCheck, vueTsc } from "../harness/checkers.js";

describe.each([
  { checker: "vue-tsc", check: vueTsc, folder: "vue" },
  { checker: "svelte-check", check: svelteCheck, folder: "svelte" },
])("$checker", ({ check, folder }) => {
  test.each([folder, `${folder}-nodenext`, `${folder}-types`])("finds nothing in %s", async (program) => {
    expect((await check(program)).map(line)).toEqual([]);
  });
});
