/** How long what nobody looks at is held. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ada, settled, setup, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const noop = (): void => {};

test("an entry is dropped a while after the last one left, and not before", async () => {
  const { client, reads } = setup({ gcTime: 1000 });
  const entry = client.entry(user, { user_id: 5 });
  const leave = entry.subscribe(noop);
  await reads[0]?.answer(ada());
  await vi.advanceTimersByTimeAsync(5000);
  leave();
  await vi.advanceTimersByTimeAsync(999);
  expect([...client.entries()]).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect([...client.entries()]).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
});

test("1,000 mounts and unmounts leave no entry, no listener, no timer", async () => {
  const { client } = setup({ gcTime: 1000 });
  for (let user_id = 0; user_id < 1000; user_id++) {
    client.entry(user, { user_id }).subscribe(noop)();
    client.mutation({ name: "rename" }, `key-${user_id}`).subscribe(noop)();
  }
  await settled();
  vi.advanceTimersByTime(1001);
  await settled();
  expect([...client.entries()]).toHaveLength(0);
  expect(vi.getTimerCount()).toBe(0);
}, 30_000);

test("an entry that was rendered but never mounted is dropped too", async () => {
  const { client } = setup({ gcTime: 1000 });
  client.entry(user, { user_id: 5 });
  await vi.advanceTimersByTimeAsync(1000);
  expect([...client.entries()]).toHaveLength(0);
});

test("one that was dropped while its component slept comes back, is asked for anew and hears invalidations", async () => {
  const { client, reads } = setup({ gcTime: 1000, staleTime: Infinity });
  const old = client.entry(user, { user_id: 5 });
  const leave = old.subscribe(noop);
  await reads[0]?.answer(ada("Old"));
  leave();
  await vi.advanceTimersByTimeAsync(1001);
  const other = client.entry(user, { user_id: 5 });
  expect(other).not.toBe(old);
  other.subscribe(noop);
  await reads[1]?.answer(ada("Other"));
  old.subscribe(noop);
  await reads[2]?.answer(ada("New"));
  expect(old.getSnapshot().data?.user_profile.name).toBe("New");
  client.invalidate(user, { user_id: 5 });
  await settled();
  expect(reads).toHaveLength(5);
  expect([...client.entries()]).toHaveLength(2);
});

test("two entries of one instance are both dropped, in whatever order they are left", async () => {
  for (const order of [[0, 1], [1, 0]]) {
    const { client } = setup({ gcTime: 1000 });
    const old = client.entry(user, { user_id: 5 });
    await vi.advanceTimersByTimeAsync(1001);
    const entries = [old, client.entry(user, { user_id: 5 })];
    const leave = entries.map((entry) => entry.subscribe(noop));
    expect([...client.entries()]).toHaveLength(2);
    for (const at of order) {
      leave[at]?.();
      await vi.advanceTimersByTimeAsync(1001);
    }
    expect([...client.entries()]).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  }
});

test("on a server nothing keeps the process alive", () => {
  const { client } = setup({ gcTime: undefined });
  client.entry(user, { user_id: 5 });
  expect(vi.getTimerCount()).toBe(0);
});
