/** Generated code and what is stated about its types, under TypeScript's two compilers. */
import { describe, expect, test } from "vitest";
import { line, typescript5, typescript7 } from "../harness/checkers.js";

describe.each([
  { compiler: "TypeScript 5.9", check: typescript5 },
  { compiler: "TypeScript 7", check: typescript7 },
])("$compiler", ({ check }) => {
  // A program holds all clients together, so that the libraries are checked once.
  test.each(["bundler", "nodenext", "older-libraries", "react-18", "extension-none", "extension-ts", "readme"])(
    "finds nothing in %s",
    async (program) => {
      expect((await check(program)).map(line)).toEqual([]);
    },
  );
});
