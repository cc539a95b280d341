import { expect, test, vi } from "vitest";
import { shareAcrossTabs } from "../src/tabs.js";
import { ada, rename, setup, user } from "./harness.js";

async function tab(channel?: string) {
  const all = setup();
  const stop = shareAcrossTabs(all.client, { channel });
  const entry = all.client.entry(user, { user_id: 5 });
  entry.subscribe(() => {});
  await all.reads[0]?.answer(ada());
  return { ...all, entry, stop };
}

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("what a mutation makes stale in one tab is fetched again in the others, and not told back", async () => {
  const [one, two, three] = [await tab(), await tab(), await tab()];
  void one.client.call(rename, { user_id: 5, name: "Grace" });
  await one.calls[0]?.answer({ invalidate: [{ context: "user", params: { user_id: 5 } }] });
  await vi.waitFor(() => expect([two.reads.length, three.reads.length]).toEqual([2, 2]));
  await soon();
  expect([one.reads.length, two.reads.length, three.reads.length]).toEqual([2, 2, 2]);
  for (const { stop } of [one, two, three]) stop();
});

test("the application's own invalidations are told too", async () => {
  const [one, two] = [await tab(), await tab()];
  one.client.invalidate(user, { user_id: 5 });
  await vi.waitFor(() => expect(two.reads).toHaveLength(2));
  one.stop();
  two.stop();
});

test("clients on different channels don't meet, nor does one that stopped", async () => {
  const [one, other, stopped] = [await tab("a"), await tab("b"), await tab("a")];
  stopped.stop();
  one.client.invalidate(user);
  stopped.client.invalidate(user);
  await soon();
  expect([one.reads.length, other.reads.length, stopped.reads.length]).toEqual([2, 1, 2]);
  one.stop();
  other.stop();
});

test("a framework's proxies are no obstacle", async () => {
  const [one, two] = [await tab(), await tab()];
  one.client.invalidate(user, new Proxy({ user_id: 5 }, {}));
  await vi.waitFor(() => expect(two.reads).toHaveLength(2));
  one.stop();
  two.stop();
});
