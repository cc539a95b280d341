import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { alias } from "./test/sources.js";

export default defineConfig({
  plugins: [vue()],
  resolve: { alias },
  test: {
    include: ["test/**/*.test.ts"],
    // Each has a browser beside it.
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});
