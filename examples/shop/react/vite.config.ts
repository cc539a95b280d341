/** Serves the shop while it is worked on, and passes on to Django what is Django's. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const backend = process.env["SHOP_BACKEND"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": backend, "/media": backend, "/orders": backend } },
});
