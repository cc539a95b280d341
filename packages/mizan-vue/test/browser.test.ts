/** The shared scenarios on Vue, and Vue's own. */
import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { expect } from "vitest";
import { adapterTest, describeLateHydration, describeScenarios } from "../../mizan-react/test/harness/scenarios.js";
import { render } from "./pages/render.js";
import { alias } from "./sources.js";

const test = adapterTest({
  source: {
    entry: fileURLToPath(new URL("pages/main.ts", import.meta.url)),
    alias,
    plugins: [vue()],
  },
  render,
});

describeScenarios(test);
describeLateHydration(test);

test("<Suspense> waits for the first data, and shows the old over a change", async ({ backend, tab }) => {
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
});
