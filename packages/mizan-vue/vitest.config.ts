import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { alias } from "./test/sources.js";

export default defineConfig({
  plugins: [vue()],
  resolve: { alias },
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000 },
});
