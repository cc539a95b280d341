import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DjangoError } from "../src/index.js";
import { ada, failure, logout, rename, setup, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const args = { user_id: 5, name: "Grace" };
const noop = (): void => {};

test("a run goes from idle over pending to success", async () => {
  const { client, calls } = setup();
  const store = client.mutation(rename);
  expect(store.getSnapshot()).toMatchObject({ status: "idle", pendingCount: 0, isPending: false, isSuccess: false, variables: undefined });
  const run = store.getSnapshot().mutateAsync(args);
  expect(store.getSnapshot()).toMatchObject({ status: "pending", pendingCount: 1, isPending: true, variables: args, data: undefined });
  await calls[0]?.answer({ result: { ok: true } });
  await expect(run).resolves.toEqual({ ok: true });
  expect(store.getSnapshot()).toMatchObject({ status: "success", data: { ok: true }, variables: args, pendingCount: 0, isSuccess: true });
});

test("a failure is in the state, and rejects with the same error", async () => {
  const { client, calls } = setup();
  const store = client.mutation(rename);
  const run = store.getSnapshot().mutateAsync(args);
  const error = failure("OUT_OF_STOCK", 409);
  const rejected = expect(run).rejects.toBe(error);
  await calls[0]?.fail(error);
  await rejected;
  expect(store.getSnapshot()).toMatchObject({ status: "error", error, data: undefined, variables: args });
});

test("mutate leaves no unhandled rejection", async () => {
  const { client, calls } = setup();
  const store = client.mutation(rename);
  const unhandled = vi.fn();
  process.once("unhandledRejection", unhandled);
  store.getSnapshot().mutate(args);
  await calls[0]?.fail();
  vi.useRealTimers();
  await new Promise((resolve) => setTimeout(resolve, 5));
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
  expect(store.getSnapshot().status).toBe("error");
});

test("a mutation is never retried", async () => {
  const { client, calls } = setup();
  client.mutation(rename).getSnapshot().mutate(args);
  await calls[0]?.fail(failure("INTERNAL_ERROR", 503));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(calls).toHaveLength(1);
});

test("the methods keep their identity, the snapshot until something changed", async () => {
  const { client, calls } = setup();
  const store = client.mutation(rename);
  const before = store.getSnapshot();
  expect(store.getSnapshot()).toBe(before);
  before.mutate(args);
  await calls[0]?.answer({});
  const { mutate, mutateAsync, reset } = store.getSnapshot();
  expect([mutate, mutateAsync, reset]).toEqual([before.mutate, before.mutateAsync, before.reset]);
});

describe("two runs at once", () => {
  test("an older run that settles later doesn't take the state from the latest", async () => {
    const { client, calls } = setup();
    const store = client.mutation(rename);
    const older = store.getSnapshot().mutateAsync({ ...args, name: "older" });
    const latest = store.getSnapshot().mutateAsync({ ...args, name: "latest" });
    expect(store.getSnapshot()).toMatchObject({ pendingCount: 2, variables: { name: "latest" } });
    await calls[1]?.answer({ result: "latest" });
    expect(store.getSnapshot()).toMatchObject({ status: "success", data: "latest", pendingCount: 1, isPending: false });
    await calls[0]?.answer({ result: "older" });
    expect(store.getSnapshot()).toMatchObject({ status: "success", data: "latest", pendingCount: 0 });
    await expect(Promise.all([older, latest])).resolves.toEqual(["older", "latest"]);
  });

  test("an older run that settles first leaves the state pending", async () => {
    const { client, calls } = setup();
    const store = client.mutation(rename);
    const older = store.getSnapshot().mutateAsync(args);
    store.getSnapshot().mutate(args);
    const rejected = expect(older).rejects.toBeInstanceOf(DjangoError);
    await calls[0]?.fail();
    await rejected;
    expect(store.getSnapshot()).toMatchObject({ status: "pending", pendingCount: 1, error: undefined });
  });
});

test("reset while a run is under way: it settles its own promise and no longer touches the state", async () => {
  const { client, calls } = setup();
  const store = client.mutation(rename);
  const run = store.getSnapshot().mutateAsync(args);
  store.getSnapshot().reset();
  expect(store.getSnapshot()).toMatchObject({ status: "idle", pendingCount: 0 });
  const second = store.getSnapshot().mutateAsync(args);
  await calls[0]?.answer({ result: 1 });
  expect(store.getSnapshot()).toMatchObject({ status: "pending", pendingCount: 1 });
  await calls[1]?.answer({ result: 2 });
  await expect(Promise.all([run, second])).resolves.toEqual([1, 2]);
});

test("StrictMode: unsubscribing and subscribing again keeps a pending run", async () => {
  const { client, calls } = setup();
  const store = client.mutation(rename);
  store.subscribe(noop)();
  const listener = vi.fn();
  store.subscribe(listener);
  store.getSnapshot().mutate(args);
  await calls[0]?.answer({});
  expect(store.getSnapshot().status).toBe("success");
  expect(listener).toHaveBeenCalled();
});

describe("a key", () => {
  test("shares one state between components", async () => {
    const { client, calls } = setup();
    const [one, two] = [client.mutation(rename, "k"), client.mutation(rename, "k")];
    expect(one).toBe(two);
    expect(client.mutation(rename, "other")).not.toBe(one);
    expect(client.mutation(logout, "k")).not.toBe(one);
    expect(client.mutation(rename)).not.toBe(client.mutation(rename));
    one.getSnapshot().mutate(args);
    await calls[0]?.answer({});
    expect(two.getSnapshot().status).toBe("success");
  });

  test("lets a pending run survive a remount, however long it takes", async () => {
    const { client, calls } = setup({ gcTime: 1000 });
    const leave = client.mutation(rename, "k").subscribe(noop);
    client.mutation(rename, "k").getSnapshot().mutate(args);
    leave();
    await vi.advanceTimersByTimeAsync(5000);
    const again = client.mutation(rename, "k");
    expect(again.getSnapshot().status).toBe("pending");
    await calls[0]?.answer({});
    expect(again.getSnapshot().status).toBe("success");
  });

  test("holds a run that began after everybody had left", async () => {
    const { client, calls } = setup({ gcTime: 1000 });
    const held = client.mutation(rename, "k");
    held.subscribe(noop)();
    await vi.advanceTimersByTimeAsync(900);
    held.getSnapshot().mutate(args);
    await vi.advanceTimersByTimeAsync(5000);
    expect(client.mutation(rename, "k").getSnapshot().status).toBe("pending");
    await calls[0]?.answer({});
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.mutation(rename, "k").getSnapshot().status).toBe("idle");
  });

  test("keeps a settled state over a remount, and drops it after a while", async () => {
    const { client, calls } = setup({ gcTime: 1000 });
    const leave = client.mutation(rename, "k").subscribe(noop);
    client.mutation(rename, "k").getSnapshot().mutate(args);
    await calls[0]?.answer({});
    leave();
    await vi.advanceTimersByTimeAsync(999);
    expect(client.mutation(rename, "k").getSnapshot().status).toBe("success");
    await vi.advanceTimersByTimeAsync(1001);
    expect(client.mutation(rename, "k").getSnapshot().status).toBe("idle");
  });
});

test("a caller's abort makes an error of kind abort", async () => {
  const { client, calls } = setup();
  const controller = new AbortController();
  const run = client.call(rename, args, { signal: controller.signal });
  const rejected = expect(run).rejects.toMatchObject({ kind: "abort", code: "ABORT_ERROR", fn: "rename" });
  controller.abort();
  expect(calls[0]?.isAborted()).toBe(true);
  await calls[0]?.fail(controller.signal.reason);
  await rejected;
});

test("calls run side by side", () => {
  const { client, calls } = setup();
  void client.call(rename, args);
  void client.call(rename, args);
  expect(calls).toHaveLength(2);
});

test("a function without input is called with no arguments at all", async () => {
  const { client, calls } = setup();
  const store = client.mutation(logout);
  const { mutate } = store.getSnapshot();
  mutate();
  expect(calls[0]?.request).toMatchObject({ name: "logout", args: {} });
});

test("what a mutation made stale is under way before its promise settles", async () => {
  const { client, reads, calls } = setup();
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(noop);
  await reads[0]?.answer(ada());
  const fetching = client.call(rename, args).then(() => entry.getSnapshot().isFetching);
  await calls[0]?.answer({ invalidate: ["user"] });
  await expect(fetching).resolves.toBe(true);
});
