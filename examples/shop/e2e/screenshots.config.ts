import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["harness/seed.ts"],
    include: ["screenshots.ts"],
    provide: { frontEnd: "react" },
    testTimeout: 120_000,
  },
});
