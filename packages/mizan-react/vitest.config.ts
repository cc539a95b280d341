import { defineConfig } from "vitest/config";
import { alias } from "./test/react.js";
import type { Variant } from "./test/react.js";

const variants: Variant[] = ["19", "compiler", "18"];

export default defineConfig({
  test: {
    // Each has a browser beside it.
    maxWorkers: 2,
    globalSetup: ["test/react-18/install.ts"],
    projects: [
      ...variants.map((react) => ({
        resolve: { alias: alias(react) },
        test: {
          name: `React ${react}`,
          include: ["test/browser.test.ts", "test/server.test.ts"],
          provide: { react },
          testTimeout: 30_000,
        },
      })),
      {
        resolve: { alias: alias("19") },
        test: { name: "package", include: ["test/package.test.ts", "test/size.test.ts"] },
      },
    ],
  },
});
