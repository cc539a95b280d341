/** What the package exports and how it is packed. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as byHand from "@mizan/svelte";
import * as generated from "@mizan/svelte/v1";
import { describePackage } from "../../mizan-react/test/harness/packaging.js";

describePackage({
  folder: new URL("..", import.meta.url),
  generated: "test/shop/svelte/index.ts",
  // So that a compiler knows what "*.svelte" is; svelte-check looks into it.
  options: { types: [dirname(fileURLToPath(import.meta.resolve("svelte/package.json")))] },
});

test("generated code finds what docs/codegen.md promises, and no more", () => {
  expect(Object.keys(generated).sort()).toEqual([
    "provideContext",
    "setMizanContext",
    "useContextState",
    "useMizan",
    "useMutation",
    "useSlice",
    "useSliceSuspense",
  ]);
});

test("applications find what they import by hand", () => {
  expect(Object.keys(byHand).sort()).toEqual(["setMizanContext", "useMizan"]);
});
