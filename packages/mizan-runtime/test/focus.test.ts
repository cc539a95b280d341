import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { refetchOnFocus, refetchOnReconnect } from "../src/focus.js";
import { ada, settled, setup, user } from "./harness.js";

let page: EventTarget & { visibilityState: string };
let view: EventTarget;

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  view = new EventTarget();
  vi.stubGlobal("document", page);
  vi.stubGlobal("window", view);
});
afterEach(() => {
  vi.useRealTimers();
});

async function mounted() {
  const all = setup({ staleTime: Infinity });
  all.client.entry(user, { user_id: 5 }).subscribe(() => {});
  all.client.entry(user, { user_id: 6 });
  await all.reads[0]?.answer(ada());
  return all;
}

test.each([
  ["the tab is shown", () => page.dispatchEvent(new Event("visibilitychange"))],
  ["the window gets the focus", () => view.dispatchEvent(new Event("focus"))],
  ["the page comes back from the browser's cache", () => view.dispatchEvent(new Event("pageshow"))],
])("when %s, what is mounted and old is fetched again", async (_, happen) => {
  const { client, reads } = await mounted();
  refetchOnFocus(client, { olderThan: 100 });
  await vi.advanceTimersByTimeAsync(99);
  happen();
  await settled();
  expect(reads).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  happen();
  happen();
  await settled();
  expect(reads.map(({ request }) => request.canonical)).toEqual([{ user_id: "5" }, { user_id: "5" }]);
});

test("a tab that is hidden fetches nothing", async () => {
  const { client, reads } = await mounted();
  refetchOnFocus(client, { olderThan: 0 });
  page.visibilityState = "hidden";
  page.dispatchEvent(new Event("visibilitychange"));
  await settled();
  expect(reads).toHaveLength(1);
});

test("when the browser is online again, everything mounted is fetched", async () => {
  const { client, reads } = await mounted();
  refetchOnReconnect(client);
  view.dispatchEvent(new Event("online"));
  await settled();
  expect(reads).toHaveLength(2);
});

test("stopping ends it", async () => {
  const { client, reads } = await mounted();
  refetchOnFocus(client, { olderThan: 0 })();
  refetchOnReconnect(client)();
  page.dispatchEvent(new Event("visibilitychange"));
  view.dispatchEvent(new Event("online"));
  await settled();
  expect(reads).toHaveLength(1);
});
