/** What the package exports and how it is packed. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as byHand from "@mizan/react";
import * as generated from "@mizan/react/v1";
import { describePackage } from "./harness/packaging.js";

const types18 = fileURLToPath(new URL("react-18/node_modules/@types/react", import.meta.url));

describePackage({
  folder: new URL("..", import.meta.url),
  generated: "test/shop/react/index.ts",
  variants: {
    "the types of React 18": {
      module: "nodenext",
      paths: { react: [types18], "react/jsx-runtime": [`${types18}/jsx-runtime`] },
    },
  },
});

test("generated code finds what docs/codegen.md promises, and no more", () => {
  expect(Object.keys(generated).sort()).toEqual([
    "MizanContext",
    "createScope",
    "provideContext",
    "useContextState",
    "useMizan",
    "useMutation",
    "useSlice",
    "useSliceSuspense",
  ]);
});

test("applications find what they import by hand", () => {
  expect(Object.keys(byHand).sort()).toEqual(["MizanContext", "useMizan"]);
});
