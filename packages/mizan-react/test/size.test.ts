/** What an application pays for, minified and gzipped, React itself aside. */
import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** An application with one root that calls `hooks`. */
async function bundle(hooks: readonly string[]): Promise<Uint8Array> {
  const calls = hooks.map((hook) => `<p>{JSON.stringify(${hook}({ user_id: 5 }))}</p>`);
  const contents = `
    import { createRoot } from "react-dom/client";
    import { MizanContext, ${hooks.join(", ")} } from "./shop/react/index.js";
    const App = () => <>${calls.join("")}</>;
    createRoot(document.body).render(<MizanContext><App /></MizanContext>);
  `;
  const { outputFiles } = await build({
    stdin: { contents, loader: "tsx", resolveDir: path(".") },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["react", "react-dom", "react/*", "react-dom/*"],
    alias: {
      "@mizan/react/v1": path("../src/v1.ts"),
      "@mizan/runtime/missing": path("../../mizan-runtime/src/missing.ts"),
      "@mizan/runtime/suspense": path("../../mizan-runtime/src/suspense.ts"),
      "@mizan/runtime/v1": path("../../mizan-runtime/src/v1.ts"),
      "@mizan/runtime": path("../../mizan-runtime/src/index.ts"),
    },
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild wrote nothing");
  return file.contents;
}

async function sizeOf(hooks: readonly string[]): Promise<number> {
  return gzipSync(await bundle(hooks), { level: 9 }).length;
}

describe("an application", () => {
  let oneHook = 0;
  let twoHooks = 0;
  beforeAll(async () => {
    oneHook = await sizeOf(["useUserProfile"]);
    twoHooks = await sizeOf(["useUserProfile", "useUserOrders"]);
  });

  test("with one hook is at most 5 kB, kernel and adapter included", () => {
    expect(oneHook).toBeLessThanOrEqual(5000);
  });

  test("pays at most 60 bytes for a further hook", () => {
    expect(twoHooks - oneHook).toBeGreaterThan(0);
    expect(twoHooks - oneHook).toBeLessThanOrEqual(60);
  });

  test("pays nothing for a hook that it doesn't use", async () => {
    const text = new TextDecoder().decode(await bundle(["useUserProfile"]));
    expect(text).toContain("user_profile");
    for (const unused of ["user_orders", "update_profile", "useUpdateProfile"]) {
      expect(text).not.toContain(unused);
    }
  });
});
