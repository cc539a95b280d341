/** Serves the shop while it is worked on, and passes on to Django what is Django's. */
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vite";

const backend = process.env["SHOP_BACKEND"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  server: { proxy: { "/api": backend, "/media": backend, "/orders": backend } },
});
