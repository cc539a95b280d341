/** A client that brings its kernel along runs in a browser, and needs nothing but its framework. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { startBackend } from "../harness/backend.js";
import { esbuild } from "../harness/bundle.js";
import { generated } from "../harness/places.js";
import { launchChromium } from "../../packages/mizan-react/test/harness/chromium.js";

let browser: Browser;

beforeAll(async () => void (browser = await launchChromium()));
afterAll(() => browser.close());

test("it imports no package of ours", async () => {
  const folder = join(generated, "js/user-vendored");
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(ts|tsx|svelte)$/.test(name));
  expect(files.length).toBeGreaterThan(20);
  for (const name of files) expect(await readFile(join(folder, name), "utf8"), name).not.toMatch(/["']@mizan\//);
});

test.each(["react", "vue", "svelte"])("%s", async (target) => {
  const script = await esbuild(`import "./pages/${target}.js";`, "kept");
  const backend = await startBackend();
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const { origin } = new URL(backend.baseUrl);
  await page.route(`${origin}/`, (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><body></body>" }));
  await page.goto(origin);
  await page.addScriptTag({ type: "module", content: script });
  await page.getByRole("button", { name: "Ada idle" }).click();
  await page.getByRole("button", { name: "Mary success" }).waitFor();
  await page.close();
  await backend.close();
  expect(errors).toEqual([]);
  expect(backend.requests.slice(0, 2).sort()).toEqual(["GET /ctx/global/", "GET /ctx/user/?user_id=5"]);
  expect(backend.requests.slice(2)).toEqual(["GET /session/", "POST /call/", "GET /ctx/user/?user_id=5"]);
});
