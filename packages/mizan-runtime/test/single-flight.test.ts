import { expect, test } from "vitest";
import type { ContextRef } from "../src/index.js";
import { ada, notifications, rename, settled, setup, user } from "./harness.js";

const noop = (): void => {};

const args = { user_id: 5, name: "Grace" };
const stale = { context: "user", params: { user_id: 5 } };
const fresh = { context: "user", params: { user_id: 5 }, data: { ...ada("Grace") } };

async function mounted(...ids: number[]) {
  const all = setup();
  for (const user_id of ids) all.client.entry(user, { user_id }).subscribe(() => {});
  for (const read of [...all.reads]) await read.answer(ada());
  return { ...all, entry: all.client.entry(user, { user_id: 5 }) };
}

test("a call names the instances that are on screen, and no other", async () => {
  const { client, calls } = await mounted(5);
  client.entry(user, { user_id: 6 }).subscribe(() => {})();
  client.entry(notifications, {}).subscribe(() => {});
  void client.call(rename, args);
  expect(calls[0]?.request.refresh).toBe('user;user_id="5", notifications');
});

test("as many instances are named as a header holds", async () => {
  const { client, calls } = await mounted(...Array(1000).keys());
  void client.call(rename, args);
  const { refresh = "" } = calls[0]?.request ?? {};
  expect(refresh.length).toBeGreaterThan(1900);
  expect(refresh.length).toBeLessThan(2100);
});

test("an instance that the header has no room for is not named, and others still are", async () => {
  const list: ContextRef<{ ids: number[] }, object, object> = { name: "list", params: { ids: ["integer"] } };
  const { client, calls } = setup();
  client.entry(list, { ids: [...Array(5000).keys()] }).subscribe(noop);
  client.entry(list, { ids: [1] }).subscribe(noop);
  void client.call(rename, args);
  expect(calls[0]?.request.refresh).toBe('list;ids="[\\"1\\"]"');
});

test("an instance whose params no quoted text can say is not named, and fetched", async () => {
  const search: ContextRef<{ q: string }, object, object> = { name: "search", params: { q: "string" } };
  const { client, calls } = setup();
  for (const q of ["tea", "é", "a\r\nX-Evil: 1", "\ud800", 'say "hi" \\o/', "\u{1f600}"]) {
    client.entry(search, { q }).subscribe(noop);
  }
  void client.call(rename, args);
  expect(calls[0]?.request.refresh).toBe('search;q="tea", search;q="say \\"hi\\" \\\\o/"');
});

test("refreshed data is taken in the place of a refetch", async () => {
  const { client, reads, calls, entry } = await mounted(5);
  const shown: unknown[] = [];
  entry.subscribe(() => shown.push([entry.getSnapshot().data?.user_profile.name, entry.getSnapshot().isFetching]));
  const run = client.call(rename, args);
  await calls[0]?.answer({ invalidate: [stale], refreshed: [fresh] });
  await run;
  await settled();
  expect(reads).toHaveLength(1);
  expect(shown).toEqual([["Grace", false]]);
});

test("what is stale and wasn't refreshed is fetched", async () => {
  const { client, reads, calls } = await mounted(5, 6);
  void client.call(rename, args);
  await calls[0]?.answer({ invalidate: ["user"], refreshed: [fresh] });
  expect(reads.slice(2).map(({ request }) => request.canonical)).toEqual([{ user_id: "6" }]);
});

test("data is taken by the instance that it is about, not by those that its params match", async () => {
  const { client, reads, calls, entry } = await mounted(5);
  const narrower = client.entry(user, { user_id: 5, order_id: 9 });
  narrower.subscribe(() => {});
  await reads[1]?.answer(ada("narrower"));
  void client.call(rename, args);
  await calls[0]?.answer({ invalidate: [stale], refreshed: [fresh] });
  expect(entry.getSnapshot().data).toEqual(ada("Grace"));
  expect(narrower.getSnapshot()).toMatchObject({ data: ada("narrower"), isFetching: true });
});

test("two mutations at once: refreshed data that may be the older is not taken, the instance is fetched", async () => {
  const { client, reads, calls, entry } = await mounted(5);
  void client.call(rename, { ...args, name: "first" });
  void client.call(rename, { ...args, name: "second" });
  await calls[1]?.answer({ invalidate: [stale], refreshed: [{ ...fresh, data: { ...ada("both") } }] });
  expect(entry.getSnapshot().data).toEqual(ada("both"));
  await calls[0]?.answer({ invalidate: [stale], refreshed: [{ ...fresh, data: { ...ada("only the first") } }] });
  expect(entry.getSnapshot().data).toEqual(ada("both"));
  expect(reads).toHaveLength(2);
  await reads[1]?.answer(ada("both, read again"));
  expect(entry.getSnapshot().data).toEqual(ada("both, read again"));
});

test("a mutation and an invalidation at once: data from before the invalidation is not taken", async () => {
  const { client, reads, calls, entry } = await mounted(5);
  void client.call(rename, args);
  client.invalidate(user);
  await settled();
  await calls[0]?.answer({ invalidate: [stale], refreshed: [fresh] });
  expect(entry.getSnapshot().data).toEqual(ada());
  expect(reads.at(-1)?.isAborted()).toBe(false);
  await reads.at(-1)?.answer(ada("fresh"));
  expect(entry.getSnapshot()).toMatchObject({ data: ada("fresh"), isFetching: false });
});

test("a read that was under way before the mutation ended doesn't overwrite what it refreshed", async () => {
  const { client, reads, calls, entry } = await mounted(5);
  const refetched = entry.getSnapshot().refetch();
  await settled();
  const run = client.call(rename, args);
  await calls[0]?.answer({ invalidate: [stale], refreshed: [fresh] });
  await run;
  await reads[1]?.answer(ada("early"));
  await refetched;
  expect(entry.getSnapshot()).toMatchObject({ data: ada("Grace"), isFetching: false });
});

test("an instance that came after the mutation left may have missed a newer one: it is fetched", async () => {
  const { client, reads, calls } = setup();
  void client.call(rename, { ...args, name: "first" });
  void client.call(rename, { ...args, name: "second" });
  await calls[1]?.answer({ invalidate: [stale], refreshed: [{ ...fresh, data: { ...ada("both") } }] });
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(() => {});
  await calls[0]?.answer({ invalidate: [stale], refreshed: [{ ...fresh, data: { ...ada("only the first") } }] });
  expect(entry.getSnapshot().status).toBe("loading");
  await reads.at(-1)?.answer(ada("both"));
  expect(entry.getSnapshot().data).toEqual(ada("both"));
});

test.each([
  ["no list", 5],
  ["null", null],
  ["a list of anything", [null, 5, "user", [], {}]],
  ["an unknown context", [{ ...fresh, context: "toString" }]],
  ["params that are none", [{ ...fresh, params: null }, { ...fresh, params: "user_id" }]],
  ["an instance that isn't held", [{ ...fresh, params: { user_id: 6 } }]],
  ["no data", [{ ...fresh, data: null }]],
  ["data that is no bundle", [{ ...fresh, data: [1] }, { ...fresh, data: "Grace" }, { ...fresh, data: 5 }]],
])("refreshed data that is broken is not taken, and the instance fetched: %s", async (_name, refreshed) => {
  const { client, reads, calls, entry } = await mounted(5);
  const run = client.call(rename, args);
  await calls[0]?.answer({ result: { ok: true }, invalidate: [stale], refreshed } as never);
  await expect(run).resolves.toEqual({ ok: true });
  expect(entry.getSnapshot()).toMatchObject({ data: ada(), isFetching: true });
  await reads.at(-1)?.answer(ada("Grace"));
  expect(entry.getSnapshot()).toMatchObject({ data: ada("Grace"), isFetching: false });
});

test("a server that knows nothing of it leaves everything to refetches", async () => {
  const { client, reads, calls } = await mounted(5);
  void client.call(rename, args);
  await calls[0]?.answer({ invalidate: [stale] });
  expect(reads).toHaveLength(2);
});
