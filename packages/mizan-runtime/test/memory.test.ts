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
  const heard: (typeof noop)[] = [];
  for (let user_id = 0; user_id < 1000; user_id++) {
    const listener = (): void => void heard.push(listener);
    client.entry(user, { user_id }).subscribe(listener)();
    client.mutation({ name: "rename" }, `key-${user_id}`).subscribe(listener)();
  }
  const entries = [...client.entries()];
  expect(entries).toHaveLength(1000);
  expect(entries.filter(({ listeners }) => listeners.size)).toEqual([]);
  client.invalidate(user);
  await settled();
  expect(heard).toEqual([]);
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

/** An entry that was dropped while its component slept. */
async function sleeper() {
  const all = setup({ gcTime: 1000, staleTime: Infinity });
  const old = all.client.entry(user, { user_id: 5 });
  old.subscribe(noop)();
  await all.reads[0]?.answer(ada("Old"));
  await vi.advanceTimersByTimeAsync(1001);
  expect([...all.client.entries()]).toEqual([]);
  return { ...all, old };
}

test("one that was dropped while its component slept comes back, is asked for anew and hears invalidations", async () => {
  const { client, reads, old } = await sleeper();
  old.subscribe(noop);
  await reads[1]?.answer(ada("New"));
  expect(old.getSnapshot().data?.user_profile.name).toBe("New");
  client.invalidate(user, { user_id: 5 });
  await settled();
  expect(reads).toHaveLength(3);
  expect(client.entry(user, { user_id: 5 })).toBe(old);
});

test("one that was dropped and replaced while its component slept is the other one from then on", async () => {
  const { client, reads, old } = await sleeper();
  const other = client.entry(user, { user_id: 5 });
  expect(other).not.toBe(old);
  const leaveOther = other.subscribe(noop);
  await reads[1]?.answer(ada("New"));
  const told = vi.fn();
  const leaveOld = old.slice("user_profile").subscribe(told);
  expect(old.slice("user_profile").getSnapshot().data?.name).toBe("New");
  leaveOther();
  client.invalidate(user, { user_id: 5 });
  await settled();
  await reads[2]?.answer(ada("Newer"));
  expect(told).toHaveBeenCalled();
  expect(old.getSnapshot().data).toBe(other.getSnapshot().data);
  expect(reads).toHaveLength(3);
  expect([...client.entries()]).toEqual([other]);
  leaveOld();
  await vi.advanceTimersByTimeAsync(1001);
  expect([...client.entries()]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test.each(["load", "refetch"] as const)("%s of one that was replaced asks for the other one", async (what) => {
  const { client, reads, old } = await sleeper();
  const { refetch } = old.getSnapshot();
  const other = client.entry(user, { user_id: 5 });
  const done = what === "load" ? old.load() : refetch();
  await reads[1]?.answer(ada("New"));
  await done;
  expect(other.getSnapshot().data?.user_profile.name).toBe("New");
  expect([...client.entries()]).toEqual([other]);
});

test("on a server nothing keeps the process alive", () => {
  const { client } = setup({ gcTime: undefined });
  client.entry(user, { user_id: 5 });
  expect(vi.getTimerCount()).toBe(0);
});
