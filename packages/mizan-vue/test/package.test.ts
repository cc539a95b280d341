/** What the package exports and how it is packed. */
import { expect, test } from "vitest";
import * as byHand from "@mizan/vue";
import * as generated from "@mizan/vue/v1";
import { describePackage } from "../../mizan-react/test/harness/packaging.js";

describePackage({
  folder: new URL("..", import.meta.url),
  generated: "test/shop/vue/index.ts",
});

test("generated code finds what docs/codegen.md promises, and no more", () => {
  expect(Object.keys(generated).sort()).toEqual([
    "MizanContext",
    "createMizanPlugin",
    "createProvider",
    "createRoot",
    "createScope",
    "useContextState",
    "useMizan",
    "useMutation",
    "useSlice",
    "useSliceSuspense",
  ]);
});

test("applications find what they import by hand", () => {
  expect(Object.keys(byHand).sort()).toEqual(["MizanContext", "RESERVED_PROPS", "createMizanPlugin", "useMizan"]);
});
