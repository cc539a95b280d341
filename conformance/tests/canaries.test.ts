/**
 * Every checker sees what it is there to see: files that break one rule each, and say in their
 * first line with which codes a checker must answer. Without these, a wrong option would go unseen.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { svelteCheck, typescript5, typescript7, vueTsc } from "../harness/checkers.js";
import type { Checker } from "../harness/checkers.js";
import { conformance } from "../harness/places.js";

test.each([
  { checker: "TypeScript 5.9", check: typescript5, kinds: [".ts"] },
  { checker: "TypeScript 7", check: typescript7, kinds: [".ts"] },
  { checker: "vue-tsc", check: vueTsc, kinds: [".ts", ".vue"] },
  { checker: "svelte-check", check: svelteCheck, kinds: [".ts", ".svelte"] },
])("$checker finds what breaks a rule", async ({ check, kinds }) => {
  expect(await found(check, "canaries-nodenext")).toEqual(promised("canaries", kinds));
});

test.each([
  { checker: "TypeScript 5.9", check: typescript5 },
  { checker: "TypeScript 7", check: typescript7 },
])("$checker finds what would need other files for its declaration", async ({ check }) => {
  const expected = promised("canaries/declarations", [".ts"]);
  expect(await found(check, "canaries-declarations")).toEqual(expected);
});

test("`bundler` lets imports go without an extension, and `nodenext` doesn't", async () => {
  const missing = "canaries/extensionless.ts TS2835";
  const all = promised("canaries", [".ts"]);
  expect(all).toContain(missing);
  expect(await found(typescript7, "canaries-bundler")).toEqual(all.filter((one) => one !== missing));
});

async function found(check: Checker, program: string): Promise<readonly string[]> {
  return (await check(program)).map(({ file, code }) => `${file} ${code}`).sort();
}

function promised(folder: string, kinds: readonly string[]): readonly string[] {
  const files = readdirSync(join(conformance, folder)).filter((f) => kinds.some((k) => f.endsWith(k)));
  return files.flatMap((file) => codesOf(`${folder}/${file}`).map((code) => `${folder}/${file} ${code}`)).sort();
}

function codesOf(file: string): readonly string[] {
  const [first = ""] = readFileSync(join(conformance, file), "utf8").split("\n");
  const codes = /^(?:\/\/|<!--) ([^:]+):/.exec(first)?.[1]?.split(" ");
  if (!codes) throw new Error(`${file} doesn't say in its first line what it breaks`);
  return codes;
}
