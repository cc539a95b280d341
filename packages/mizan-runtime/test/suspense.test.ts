import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dehydrate, hydrate } from "../src/hydration.js";
import { DjangoError } from "../src/index.js";
import { promiseOf } from "../src/suspense.js";
import { ada, failure, settled, setup, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const noop = (): void => {};

test("without any gcTime what was loaded for a component is still there when that is shown", async () => {
  const { client, reads } = setup({ gcTime: 0 });
  const promise = () => promiseOf(client.entry(user, { user_id: 5 }).slice("user_profile"));
  const first = promise();
  await reads[0]?.answer(ada());
  await first;
  await vi.advanceTimersByTimeAsync(100);
  expect(promise()).toMatchObject({ status: "fulfilled" });
  expect(reads).toHaveLength(1);
});

test("one promise per load, which starts it and settles with its data", async () => {
  const { client, reads } = setup();
  const slice = client.entry(user, { user_id: 5 }).slice("user_profile");
  const promise = promiseOf(slice);
  expect(promiseOf(slice)).toBe(promise);
  expect(reads).toHaveLength(1);
  await settled();
  expect(promiseOf(slice)).toBe(promise);
  await reads[0]?.answer(ada());
  await expect(promise).resolves.toEqual({ name: "Ada" });
  expect(promiseOf(slice)).toBe(promise);
  expect(promise).toMatchObject({ status: "fulfilled", value: { name: "Ada" } });
});

test("a load that only a promise waits for is not aborted by those who come and go", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  const promise = promiseOf(entry);
  entry.subscribe(noop)();
  await settled();
  expect(reads[0]?.isAborted()).toBe(false);
  await reads[0]?.answer(ada());
  await expect(promise).resolves.toEqual(ada());
});

test("data that is there is yielded at once, and carried for `use`", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(noop);
  await reads[0]?.answer(ada());
  expect(promiseOf(entry)).toMatchObject({ status: "fulfilled", value: ada() });
});

test("a refetch keeps the promise of the old data until there is other data", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(noop);
  await reads[0]?.answer(ada("Ada"));
  const old = promiseOf(entry);
  client.invalidate(user);
  await settled();
  expect(promiseOf(entry)).toBe(old);
  await reads[1]?.answer(ada("Ada"));
  expect(promiseOf(entry)).toBe(old);
  client.invalidate(user);
  await settled();
  await reads[2]?.answer(ada("Grace"));
  expect(promiseOf(entry)).not.toBe(old);
  expect(promiseOf(entry)).toMatchObject({ status: "fulfilled", value: ada("Grace") });
});

test("an invalidation during the first load leaves the promise waiting for the fresh answer", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  const promise = promiseOf(entry);
  client.invalidate(user);
  await settled();
  await reads[0]?.answer(ada("early"));
  await reads[1]?.answer(ada("fresh"));
  await expect(promise).resolves.toEqual(ada("fresh"));
});

test("a failure is yielded for as long as an error boundary needs, then asking again loads again", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  const promise = promiseOf(entry);
  const error = failure();
  await reads[0]?.fail(error);
  await expect(promise).rejects.toBe(error);
  expect(promise).toMatchObject({ status: "rejected", reason: error });
  await vi.advanceTimersByTimeAsync(900);
  expect(promiseOf(entry)).toBe(promise);
  expect(reads).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  const second = promiseOf(entry);
  expect(second).not.toBe(promise);
  expect(reads).toHaveLength(2);
  await reads[1]?.answer(ada());
  await expect(second).resolves.toEqual(ada());
});

test("a failure that came before anybody asked is yielded", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(noop);
  await reads[0]?.fail();
  expect(promiseOf(entry)).toMatchObject({ status: "rejected" });
});

test("a failure that the page was rendered with is tried again", async () => {
  const there = setup();
  const loaded = there.client.prefetch(user, { user_id: 5 });
  await there.reads[0]?.fail();
  await loaded;
  const state = dehydrate(there.client);
  vi.stubGlobal("window", {});
  const { client, reads } = setup({ hydrate: hydrate(state) });
  const entry = client.entry(user, { user_id: 5 });
  expect(entry.getServerSnapshot().status).toBe("error");
  const promise = promiseOf(entry);
  await reads[0]?.answer(ada());
  await expect(promise).resolves.toEqual(ada());
});

test("on a server a failure that came before anybody asked is yielded, too", async () => {
  const { client, reads } = setup();
  const loaded = client.prefetch(user, { user_id: 5 });
  await reads[0]?.fail();
  await loaded;
  await expect(promiseOf(client.entry(user, { user_id: 5 }))).rejects.toBeInstanceOf(DjangoError);
  expect(reads).toHaveLength(1);
});

test("a failure leaves no unhandled rejection behind", async () => {
  const unhandled = vi.fn();
  process.once("unhandledRejection", unhandled);
  const { client, reads } = setup();
  promiseOf(client.entry(user, { user_id: 5 }));
  await reads[0]?.fail();
  vi.useRealTimers();
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("data from elsewhere ends a failure", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  promiseOf(entry);
  await reads[0]?.fail();
  for (const held of client.entries()) held.take({ ...ada("given") });
  await expect(promiseOf(entry)).resolves.toEqual(ada("given"));
});

test("an idle slice yields undefined", async () => {
  const { client, reads } = setup();
  const slice = client.entry(user, { user_id: 5 }).slice("user_orders");
  const promise = promiseOf(slice);
  await reads[0]?.answer({ user_profile: { name: "Ada" } });
  await expect(promise).resolves.toBeUndefined();
  expect(promiseOf(slice)).toBe(promise);
});

test("a failed function rejects its own slice's promise only", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  const [profile, orders] = [promiseOf(entry.slice("user_profile")), promiseOf(entry.slice("user_orders"))];
  const rejected = expect(orders).rejects.toMatchObject({ fn: "user_orders" });
  await reads[0]?.answer({ user_profile: { name: "Ada" }, $errors: { user_orders: { code: "X", message: "" } } });
  await rejected;
  await expect(profile).resolves.toEqual({ name: "Ada" });
});
