/** Serves the shop while it is worked on, and passes on to Django what is Django's. */
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const backend = process.env["SHOP_BACKEND"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  server: { proxy: { "/api": backend, "/media": backend, "/orders": backend } },
});
