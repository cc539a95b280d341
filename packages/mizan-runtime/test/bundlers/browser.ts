/** The built package in a real browser, by way of each bundler that people use and of none. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import type { Browser } from "playwright-core";
import { build as vite } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";
import { launchChromium } from "../../../mizan-react/test/harness/chromium.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const application = join(here, "application.js");

/** Each writes `main.js` into a folder; without a bundler the browser finds every module itself. */
const bundlers: Record<string, (folder: string) => Promise<unknown>> = {
  "no bundler, only <script type=module>": async (folder) => {
    const text = await readFile(application, "utf8");
    const plain = text.replace(/"@mizan\/runtime(?:\/(\w+))?"/g, (_, entry = "index") => `"/dist/${entry}.js"`);
    await writeFile(join(folder, "main.js"), plain);
  },
  esbuild: (folder) =>
    esbuild({ entryPoints: [application], bundle: true, minify: true, format: "esm", outfile: join(folder, "main.js"), logLevel: "error" }),
  Vite: (folder) =>
    vite({
      configFile: false,
      root: here,
      logLevel: "error",
      build: {
        outDir: folder,
        modulePreload: false,
        target: "esnext",
        rolldownOptions: { input: application, output: { entryFileNames: "main.js" } },
      },
    }),
  webpack: (folder) =>
    new Promise((resolve, reject) => {
      const output = { path: folder, filename: "main.js" };
      webpack({ mode: "production", entry: application, output }, (failure, stats) => {
        if (failure || stats?.hasErrors()) reject(failure ?? new Error(stats?.toString()));
        else resolve(stats);
      });
    }),
};

/** `dist` has to be built before. */
export function describeBundlers(): void {
  let folder: string;
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mizan-bundlers-"));
    server = createServer(async ({ url = "" }, response) => {
      response.setHeader("Content-Security-Policy", "default-src 'self'");
      response.setHeader("Content-Type", url.endsWith(".js") ? "text/javascript" : "text/html");
      const dist = /^\/dist\/(\w+\.js)$/.exec(url)?.[1];
      const file = dist ? join(here, "../../dist", dist) : join(folder, "main.js");
      response.end(url.endsWith(".js") ? await readFile(file) : '<!doctype html><script type="module" src="/main.js"></script>');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    server.close();
    await rm(folder, { recursive: true });
  });

  test.each(Object.entries(bundlers))("works with %s", async (_name, bundle) => {
    await bundle(folder);
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    const address = server.address();
    await page.goto(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`);
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe("Ada,Grace,NOT_FOUND");
    expect(problems).toEqual([]);
    await page.close();
  }, 120_000);
}
