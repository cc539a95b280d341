/** The shared scenarios on React 18 and 19, with and without the React Compiler, and React's own. */
import { fileURLToPath } from "node:url";
import { expect, inject } from "vitest";
import { adapterTest, describeLateHydration, describeScenarios } from "./harness/scenarios.js";
import { alias, compiler } from "./react.js";
import { render } from "./pages/render.jsx";

const variant = inject("react");
const test = adapterTest({
  source: {
    entry: fileURLToPath(new URL("pages/main.tsx", import.meta.url)),
    alias: alias(variant),
    plugins: variant === "compiler" ? [compiler()] : [],
  },
  render,
});

describeScenarios(test);
describeLateHydration(test);

test("StrictMode's second mount makes no second request", async ({ backend, tab }) => {
  await tab.open("/page/own-params");
  await tab.shows(".name", "user 1");
  await tab.rest();
  expect(backend.reads()).toEqual(["/ctx/user/?user_id=1"]);
});

test("Suspense shows the old data in a transition", async ({ backend, tab }) => {
  await tab.open("/page/suspense");
  await tab.shows(".name", "user 1");
  expect(backend.reads()).toEqual(["/ctx/user/?user_id=1"]);
  const release = backend.hold("user_id=2");
  await tab.click("#next");
  await expect.poll(() => tab.page.locator(".name").getAttribute("data-pending")).toBe("true");
  expect(await tab.texts(".name")).toEqual(["user 1"]);
  expect(await tab.page.locator("#fallback").isVisible()).toBe(false);
  release();
  await tab.shows(".name", "user 2");
  expect(tab.problems).toEqual([]);
});

test("Suspense shows its fallback outside a transition", async ({ backend, tab }) => {
  await tab.open("/page/suspense");
  await tab.shows(".name", "user 1");
  const release = backend.hold("user_id=2");
  await tab.click("#jump");
  await tab.shows("#fallback", "loading");
  release();
  await tab.shows(".name", "user 2");
  expect(tab.problems).toEqual([]);
});

test("Suspense throws the failure of a first load, and tries again after a while", async ({ backend, tab }) => {
  const allow = backend.refuse("user_id=5");
  const { clock } = tab.page;
  await clock.setFixedTime("2026-01-01T00:00:00.000Z");
  await tab.open("/page/suspense-error");
  await tab.shows("#error", "DjangoError: Not yours");
  await tab.click("#reset");
  await tab.shows("#error", "DjangoError: Not yours");
  expect(backend.reads().length).toBe(1);
  allow();
  await clock.setFixedTime("2026-01-01T00:00:01.001Z");
  await tab.click("#reset");
  await tab.shows(".name", "user 5");
  expect(backend.reads().length).toBe(2);
});

test("a refetch doesn't suspend what has data", async ({ backend, tab }) => {
  await tab.open("/page/suspense");
  await tab.shows(".name", "user 1");
  const release = backend.hold("/ctx/user");
  backend.rename(1, "Ada");
  const refetched = tab.refetch("user");
  await expect.poll(() => backend.reads().length).toBe(2);
  expect(await tab.texts(".name")).toEqual(["user 1"]);
  expect(await tab.page.locator("#fallback").isVisible()).toBe(false);
  release();
  await refetched;
  await tab.shows(".name", "Ada");
  expect(tab.problems).toEqual([]);
});

if (variant !== "18") {
  test("<Activity> lets go of what it hides and takes it up again", async ({ backend, tab }) => {
    await tab.open("/page/activity");
    await tab.shows(".name", "user 5");
    await tab.click("#toggle");
    await expect.poll(() => tab.isMounted("user")).toEqual([false]);
    backend.rename(5, "Ada");
    await tab.page.evaluate(() => window.fixture.client.receive([{ context: "user" }]));
    await tab.click("#toggle");
    await tab.shows(".name", "Ada");
    expect(await tab.isMounted("user")).toEqual([true]);
  });
}
