import { expect, test, vi } from "vitest";
import { optimistic, together } from "../src/optimistic.js";
import { ada, failure, notifications, rename, settled, setup, user, type UserData } from "./harness.js";

const args = { user_id: 5, name: "Grace" };
const named = (name: string) => (data: UserData): UserData => ({ ...data, user_profile: { name } });

async function mounted() {
  const all = setup();
  const entry = all.client.entry(user, { user_id: 5 });
  const shown: unknown[] = [];
  entry.subscribe(() => shown.push(entry.getSnapshot().data?.user_profile.name));
  await all.reads[0]?.answer(ada("Ada", 1));
  shown.length = 0;
  const { mutateAsync } = all.client.mutation(rename).getSnapshot();
  return { ...all, entry, shown, mutateAsync };
}

test("the expected outcome shows at once, on the instances that match", async () => {
  const { client, reads, entry, mutateAsync } = await mounted();
  const other = client.entry(user, { user_id: 6 });
  other.subscribe(() => {});
  await reads[1]?.answer(ada("Ada"));
  void mutateAsync(args, { optimistic: optimistic(user, { user_id: 5 }, named("Grace")) });
  expect(entry.getSnapshot().data).toEqual(ada("Grace", 1));
  expect(other.getSnapshot().data).toEqual(ada("Ada"));
});

test("an invalidation doesn't work it out again", async () => {
  const { client, entry, mutateAsync } = await mounted();
  const change = vi.fn(named("Grace"));
  void mutateAsync(args, { optimistic: optimistic(user, { user_id: 5 }, change) });
  const { data } = entry.getSnapshot();
  client.invalidate(user, { user_id: 5 });
  await settled();
  expect(entry.getSnapshot()).toMatchObject({ isFetching: true, data });
  expect(change).toHaveBeenCalledTimes(1);
});

test("a failure takes it back at once", async () => {
  const { calls, shown, mutateAsync } = await mounted();
  const run = mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  const rejected = expect(run).rejects.toBeDefined();
  await settled();
  await calls[0]?.fail(failure());
  await rejected;
  await settled();
  expect(shown).toEqual(["Grace", "Ada"]);
});

test("a success with nothing to fetch takes it back too", async () => {
  const { calls, entry, mutateAsync } = await mounted();
  const run = mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  await calls[0]?.answer({});
  await run;
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1));
});

test("the old data never shows between a success and the fresh data", async () => {
  const { calls, reads, shown, mutateAsync } = await mounted();
  const run = mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  await settled();
  await calls[0]?.answer({ invalidate: ["user"] });
  await run;
  expect(shown).toEqual(["Grace", "Grace"]);
  await reads[1]?.answer(ada("Grace Hopper"));
  expect(shown.slice(2)).toEqual(["Grace Hopper"]);
});

test("refreshed data takes its place without a flicker: the change isn't applied twice", async () => {
  const { client, calls, reads } = setup();
  const entry = client.entry(notifications, {});
  const shown: unknown[] = [];
  entry.subscribe(() => shown.push(entry.getSnapshot().data?.unread));
  await reads[0]?.answer({ unread: 1 });
  const more = optimistic(notifications, {}, ({ unread }) => ({ unread: unread + 1 }));
  const run = client.mutation(rename).getSnapshot().mutateAsync(args, { optimistic: more });
  await settled();
  await calls[0]?.answer({ invalidate: ["notifications"], refreshed: [{ context: "notifications", data: { unread: 2 } }] });
  await run;
  await settled();
  expect(shown).toEqual([1, 2, 2]); // the last one for updatedAt
});

test("fetched data takes its place without a flicker too", async () => {
  const { client, calls, reads } = setup();
  const entry = client.entry(notifications, {});
  const shown: unknown[] = [];
  entry.subscribe(() => shown.push(entry.getSnapshot().data?.unread));
  await reads[0]?.answer({ unread: 1 });
  const more = optimistic(notifications, {}, ({ unread }) => ({ unread: unread + 1 }));
  void client.mutation(rename).getSnapshot().mutateAsync(args, { optimistic: more });
  await settled();
  await calls[0]?.answer({ invalidate: ["notifications"] });
  await reads[1]?.answer({ unread: 2 });
  await settled();
  expect(new Set(shown)).toEqual(new Set([1, 2]));
});

test("a refetch that fails takes it back to what the server said last", async () => {
  const { calls, reads, entry, mutateAsync } = await mounted();
  const run = mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  await calls[0]?.answer({ invalidate: ["user"] });
  await run;
  await reads[1]?.fail();
  await settled();
  expect(entry.getSnapshot()).toMatchObject({ status: "error", data: ada("Ada", 1) });
});

test("a refetch during the run doesn't overwrite it", async () => {
  const { client, reads, entry, mutateAsync } = await mounted();
  void mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  client.invalidate(user);
  await settled();
  await reads[1]?.answer(ada("Ada", 1, 2));
  expect(entry.getSnapshot().data).toEqual(ada("Grace", 1, 2));
});

test("two at once: each is taken back by its own run", async () => {
  const { calls, entry, mutateAsync } = await mounted();
  const add = (id: number) => optimistic(user, {}, (data) => ({ ...data, user_orders: [...data.user_orders, { id }] }));
  const [first, second] = [mutateAsync(args, { optimistic: add(2) }), mutateAsync(args, { optimistic: add(3) })];
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1, 2, 3));
  const rejected = expect(first).rejects.toBeDefined();
  await calls[0]?.fail();
  await rejected;
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1, 3));
  await calls[1]?.answer({});
  await second;
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1));
});

test("it is never written into what the server said, not even by a change that writes", async () => {
  const { calls, entry, mutateAsync } = await mounted();
  const write = optimistic(user, {}, (data) => {
    data.user_profile.name = "written";
    return data;
  });
  const run = mutateAsync(args, { optimistic: write });
  expect(entry.getSnapshot().data?.user_profile.name).toBe("written");
  const rejected = expect(run).rejects.toBeDefined();
  await calls[0]?.fail();
  await rejected;
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1));
});

test("a slice that it doesn't touch keeps its identity", async () => {
  const { entry, mutateAsync } = await mounted();
  const orders = entry.slice("user_orders").getSnapshot();
  void mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  expect(entry.slice("user_orders").getSnapshot()).toBe(orders);
});

test("an instance that is left and dropped during the run leaves nothing behind", async () => {
  vi.useFakeTimers();
  const { client, reads, calls } = setup({ gcTime: 1000 });
  const leave = client.entry(user, { user_id: 5 }).subscribe(() => {});
  await reads[0]?.answer(ada());
  const run = client.mutation(rename).getSnapshot().mutateAsync({ user_id: 5, name: "Grace" }, { optimistic: optimistic(user, {}, named("Grace")) });
  leave();
  await settled();
  await vi.advanceTimersByTimeAsync(1001);
  expect([...client.entries()]).toEqual([]);
  await calls[0]?.answer({ result: { ok: true }, invalidate: ["user"] });
  await run;
  await vi.advanceTimersByTimeAsync(1001);
  expect([...client.entries()]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("before there is data it waits for it", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(() => {});
  void client.mutation(rename).getSnapshot().mutateAsync(args, { optimistic: optimistic(user, {}, named("Grace")) });
  expect(entry.getSnapshot().status).toBe("loading");
  await reads[0]?.answer(ada("Ada"));
  expect(entry.getSnapshot().data).toEqual(ada("Grace"));
});

test("a first answer after the success isn't changed once more", async () => {
  const { client, reads, calls } = setup();
  const entry = client.entry(user, { user_id: 5 });
  const shown: unknown[] = [];
  entry.subscribe(() => shown.push(entry.getSnapshot().data?.user_profile.name));
  const twice = optimistic(user, {}, ({ user_profile: { name }, ...data }) => ({ ...data, user_profile: { name: name + name } }));
  const run = client.mutation(rename).getSnapshot().mutateAsync(args, { optimistic: twice });
  await calls[0]?.answer({ invalidate: ["user"] });
  await run;
  await settled();
  await reads.at(-1)?.answer(ada("AdaAda"));
  expect(new Set(shown)).toEqual(new Set(["AdaAda"]));
});

test("several contexts together", async () => {
  const { client, calls, reads, entry } = await mounted();
  const unread = client.entry(notifications, {});
  unread.subscribe(() => {});
  await reads[1]?.answer({ unread: 1 });
  const both = together(optimistic(user, {}, named("Grace")), optimistic(notifications, {}, () => ({ unread: 0 })));
  const run = client.mutation(rename).getSnapshot().mutateAsync(args, { optimistic: both });
  expect([entry.getSnapshot().data?.user_profile.name, unread.getSnapshot().data?.unread]).toEqual(["Grace", 0]);
  await calls[0]?.answer({});
  await run;
  expect([entry.getSnapshot().data?.user_profile.name, unread.getSnapshot().data?.unread]).toEqual(["Ada", 1]);
});

test("a change that throws shows nothing, stops nothing and is reported", async () => {
  const reported: unknown[] = [];
  process.once("uncaughtException", (error) => reported.push(error));
  const { calls, entry, mutateAsync } = await mounted();
  const broken = optimistic(user, {}, () => {
    throw new Error("in a change");
  });
  const run = mutateAsync(args, { optimistic: broken });
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1));
  await calls[0]?.answer({ result: { ok: true } });
  await expect(run).resolves.toEqual({ ok: true });
  await vi.waitFor(() => expect(reported).toEqual([new Error("in a change")]));
});
