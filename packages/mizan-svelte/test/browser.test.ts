/** The shared scenarios on Svelte, with its asynchronous mode and without, and Svelte's own. */
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { expect, inject } from "vitest";
import { adapterTest, describeScenarios } from "../../mizan-react/test/harness/scenarios.js";
import { render } from "./pages/render.js";
import { alias, optionsOf } from "./sources.js";

const mode = inject("svelte");
const main = mode === "async" ? "pages/main-async.ts" : "pages/main.ts";
const test = adapterTest({
  source: {
    entry: fileURLToPath(new URL(main, import.meta.url)),
    alias,
    plugins: [svelte(optionsOf(mode))],
  },
  render,
});

describeScenarios(test);

if (mode === "async") {
  test("`await` waits for the first data, and shows the old over a change", async ({ backend, tab }) => {
    const releaseFirst = backend.hold("user_id=1");
    await tab.open("/page/suspense");
    await tab.shows("#fallback", "loading");
    releaseFirst();
    await tab.shows(".name", "user 1");
    const release = backend.hold("user_id=2");
    await tab.click("#next");
    await expect.poll(() => backend.reads().length).toBe(2);
    expect(await tab.texts(".name")).toEqual(["user 1"]);
    release();
    await tab.shows(".name", "user 2");
    expect(tab.problems).toEqual([]);
  });
}
