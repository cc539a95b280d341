import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { alias, optionsOf } from "./test/sources.js";
import type { Mode } from "./test/sources.js";

const modes: Mode[] = ["sync", "async"];

export default defineConfig({
  test: {
    // Each has a browser beside it.
    maxWorkers: 2,
    projects: [
      ...modes.map((mode) => ({
        plugins: [svelte(optionsOf(mode))],
        resolve: { alias },
        test: {
          name: `Svelte ${mode}`,
          include: ["test/browser.test.ts", "test/server.test.ts"],
          provide: { svelte: mode },
          testTimeout: 30_000,
        },
      })),
      {
        plugins: [svelte(optionsOf("sync"))],
        resolve: { alias },
        test: { name: "package", include: ["test/package.test.ts"] },
      },
    ],
  },
});
