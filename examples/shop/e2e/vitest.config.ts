import { defineConfig } from "vitest/config";

/** One project each: `npm test -- --project vue` runs the tests on that front end alone. */
const frontEnds = ["react", "vue", "svelte"];

export default defineConfig({
  test: {
    globalSetup: ["harness/seed.ts"],
    // Each has a server and a browser beside it.
    maxWorkers: 2,
    projects: frontEnds.map((frontEnd) => ({
      test: {
        name: frontEnd,
        include: ["tests/*.test.ts"],
        provide: { frontEnd },
        testTimeout: 120_000,
        hookTimeout: 60_000,
        expect: { poll: { timeout: 30_000, interval: 50 } },
      },
    })),
  },
});
