import { defineConfig } from "vitest/config";
import { alias } from "./test/react.js";
import type { Variant } from "./test/react.js";

const variants: Variant[] = ["19", "compiler", "18"];

export default defineConfig({
  test: {
    projects: variants.map((react) => ({
      resolve: { alias: alias(react) },
      test: { name: `React ${react}`, include: ["test/**/*.test.ts"], provide: { react } },
    })),
  },
});
