import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isDjangoError } from "../src/index.js";
import { ada, failure, settled, setup, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const noop = (): void => {};

describe("what an entry shows", () => {
  test("loading, from before the first subscriber on, so that mounting renders once", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const before = entry.getSnapshot();
    expect(before).toMatchObject({ status: "loading", data: undefined, error: undefined, isFetching: true, updatedAt: 0 });
    const listener = vi.fn();
    entry.subscribe(listener);
    expect(reads).toHaveLength(1);
    await settled();
    expect(entry.getSnapshot()).toBe(before);
    expect(listener).not.toHaveBeenCalled();
  });

  test("the same snapshot until something changed, for the whole and for a slice", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada());
    const whole = entry.getSnapshot();
    const slice = entry.slice("user_profile").getSnapshot();
    await settled();
    expect(entry.getSnapshot()).toBe(whole);
    expect(entry.slice("user_profile").getSnapshot()).toBe(slice);
    expect(entry.slice("user_profile")).toBe(entry.slice("user_profile"));
    expect(whole).toMatchObject({ status: "success", isFetching: false, updatedAt: Date.now() });
    expect(slice.data).toBe(whole.data?.user_profile);
    void whole.refetch();
    await settled();
    await reads[1]?.answer({ user_profile: NaN });
    expect(entry.slice("user_profile").getSnapshot().data).toBeNaN();
    expect(entry.slice("user_profile").getSnapshot()).toBe(entry.slice("user_profile").getSnapshot());
  });

  test("one instance for one canonical form, and another for another", () => {
    const { client } = setup();
    const five = client.entry(user, { user_id: 5 });
    const written = { user_id: "5" } as unknown as { user_id: number };
    expect(client.entry(user, written)).toBe(five);
    const absent = { user_id: 5, order_id: null } as unknown as { user_id: number };
    expect(client.entry(user, absent)).toBe(five);
    expect(client.entry(user, { user_id: 6 })).not.toBe(five);
    expect(five.key).toBe('user{"user_id":"5"}');
  });

  test("old data while newer data is under way", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada("Ada"));
    const { data } = entry.getSnapshot();
    client.invalidate(user);
    await settled();
    expect(entry.getSnapshot()).toMatchObject({ status: "success", isFetching: true });
    expect(entry.getSnapshot().data).toBe(data);
  });

  test("a part that didn't change keeps its identity over a refetch", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada("Ada", 1, 2));
    const before = entry.getSnapshot().data;
    client.invalidate(user);
    await settled();
    await reads[1]?.answer(ada("Grace", 1, 2, 3));
    const after = entry.getSnapshot().data;
    expect(after?.user_profile).not.toBe(before?.user_profile);
    expect(after?.user_orders).not.toBe(before?.user_orders);
    expect(after?.user_orders[0]).toBe(before?.user_orders[0]);
    client.invalidate(user);
    await settled();
    await reads[2]?.answer(ada("Grace", 1, 2, 3));
    expect(entry.getSnapshot().data).toBe(after);
  });

  test("several changes in one turn are told once", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const listener = vi.fn();
    entry.subscribe(listener);
    await reads[0]?.answer(ada());
    listener.mockClear();
    client.invalidate(user);
    client.invalidate(user, { user_id: 5 });
    client.receive(["user"]);
    await settled();
    expect(listener).toHaveBeenCalledTimes(1);
    expect(reads).toHaveLength(2);
  });

  test("a listener that throws keeps nobody else from hearing", async () => {
    const { client, reads } = setup();
    const seen: unknown[] = [];
    const unhandled = (error: unknown): unknown => seen.push(error);
    process.once("uncaughtException", unhandled);
    const entry = client.entry(user, { user_id: 5 });
    const other = vi.fn();
    entry.subscribe(() => {
      throw new Error("in a listener");
    });
    entry.subscribe(other);
    await reads[0]?.answer(ada());
    expect(other).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
    await new Promise((resolve) => setTimeout(resolve));
    expect(seen).toEqual([new Error("in a listener")]);
  });
});

describe("partial failure of a bundle", () => {
  const failed = { user_orders: { code: "INTERNAL_ERROR", message: "No orders.", details: null } };

  test("reaches only the slice of the function that failed", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer({ user_profile: { name: "Ada" }, $errors: failed });
    expect(entry.slice("user_profile").getSnapshot()).toMatchObject({ status: "success", data: { name: "Ada" }, error: undefined });
    const orders = entry.slice("user_orders").getSnapshot();
    expect(orders).toMatchObject({ status: "error", data: undefined });
    expect(orders.error).toMatchObject({ code: "INTERNAL_ERROR", fn: "user_orders", kind: "http" });
    expect(isDjangoError(orders.error, "user_orders")).toBe(true);
    expect(isDjangoError(orders.error, "user_profile")).toBe(false);
    expect(entry.getSnapshot()).toMatchObject({ status: "error", data: undefined, error: orders.error });
  });

  test("keeps the data that the function had, and the whole with it", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada("Ada", 1));
    const orders = entry.slice("user_orders").getSnapshot().data;
    client.invalidate(user);
    await settled();
    await reads[1]?.answer({ user_profile: { name: "Grace" }, $errors: failed });
    expect(entry.slice("user_orders").getSnapshot().data).toBe(orders);
    expect(entry.slice("user_orders").getSnapshot().status).toBe("error");
    expect(entry.slice("user_profile").getSnapshot().data).toEqual({ name: "Grace" });
    expect(entry.getSnapshot()).toMatchObject({ status: "error", data: { user_profile: { name: "Grace" }, user_orders: [{ id: 1 }] } });
    client.invalidate(user);
    await settled();
    await reads[2]?.answer(ada("Grace", 1));
    expect(entry.slice("user_orders").getSnapshot()).toMatchObject({ status: "success", error: undefined });
  });

  test("is tried again by the next one to come", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop)();
    entry.subscribe(noop);
    await reads[0]?.answer({ user_profile: { name: "Ada" }, $errors: failed });
    entry.subscribe(noop);
    expect(reads).toHaveLength(2);
  });

  test("a function that was not run for want of its param leaves its slice idle", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer({ user_profile: { name: "Ada" } });
    expect(entry.slice("user_orders").getSnapshot()).toMatchObject({ status: "idle", data: undefined, error: undefined });
    expect(entry.getSnapshot().status).toBe("success");
  });

  test("a slice named like what every object inherits has no data of its own", async () => {
    const { client, reads } = setup();
    const odd = { name: "odd", params: {} };
    const entry = client.entry(odd, {}) as unknown as { subscribe(l: () => void): void; slice(name: string): { getSnapshot(): object } };
    entry.subscribe(noop);
    await reads[0]?.answer({ real: 1, $errors: { ["__proto__"]: { code: "X", message: "" } } });
    expect(entry.slice("constructor").getSnapshot()).toMatchObject({ status: "idle", data: undefined });
    expect(({} as { code?: string }).code).toBeUndefined();
  });
});

describe("failure of a whole read", () => {
  test("is the state of the whole and of each slice, and keeps old data", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada("Ada"));
    client.invalidate(user);
    await settled();
    const error = failure();
    await reads[1]?.fail(error);
    expect(entry.getSnapshot()).toMatchObject({ status: "error", error, data: ada("Ada"), isFetching: false });
    expect(entry.slice("user_profile").getSnapshot()).toMatchObject({ status: "error", error, data: { name: "Ada" } });
    expect(isDjangoError(entry.slice("user_profile").getSnapshot().error, "user_profile")).toBe(true);
  });

  test("what a transport throws becomes a network error", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.fail(new TypeError("fetch failed"));
    expect(entry.getSnapshot().error).toMatchObject({ kind: "network", code: "NETWORK_ERROR", status: 0 });
  });

  test("a transport that throws at once doesn't throw at the subscriber", async () => {
    const { client } = setup({
      transport: {
        read() {
          throw new TypeError("no connection");
        },
        call: () => Promise.reject(new Error()),
      },
    });
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await settled();
    expect(entry.getSnapshot()).toMatchObject({ status: "error", error: { kind: "network" } });
  });

  test("refetch after it keeps the error on screen until there is an answer", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.fail();
    const done = entry.getSnapshot().refetch();
    await settled();
    expect(entry.getSnapshot()).toMatchObject({ status: "error", isFetching: true });
    await reads[1]?.answer(ada());
    await done;
    expect(entry.getSnapshot()).toMatchObject({ status: "success", error: undefined });
  });
});

describe("who is interested", () => {
  test("two subscribers make one request", () => {
    const { client, reads } = setup();
    client.entry(user, { user_id: 5 }).subscribe(noop);
    client.entry(user, { user_id: 5 }).slice("user_profile").subscribe(noop);
    expect(reads).toHaveLength(1);
  });

  test("StrictMode's unmount and mount again make one request", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop)();
    entry.subscribe(noop);
    await settled();
    expect(reads).toHaveLength(1);
    expect(reads[0]?.isAborted()).toBe(false);
  });

  test("one of two leaving aborts nothing, the last one leaving aborts", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const [first, second] = [entry.subscribe(noop), entry.slice("user_orders").subscribe(noop)];
    first();
    await settled();
    expect(reads[0]?.isAborted()).toBe(false);
    second();
    await settled();
    expect(reads[0]?.isAborted()).toBe(true);
  });

  test("an answer that comes after everybody left is not shown as an abort to those who come later", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop)();
    await settled();
    await reads[0]?.fail(new DOMException("", "AbortError"));
    expect(entry.getSnapshot()).toMatchObject({ status: "loading", error: undefined });
    entry.subscribe(noop);
    expect(reads).toHaveLength(2);
    await reads[1]?.answer(ada());
    expect(entry.getSnapshot().status).toBe("success");
  });

  test("leaving twice counts once", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const leave = entry.subscribe(noop);
    entry.subscribe(noop);
    leave();
    leave();
    await settled();
    expect(reads[0]?.isAborted()).toBe(false);
  });

  test("the same function can subscribe twice", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const listener = vi.fn();
    entry.subscribe(listener);
    const leave = entry.subscribe(listener);
    leave();
    await reads[0]?.answer(ada());
    expect(listener).toHaveBeenCalledTimes(1);
  });

  test("nobody who left is told anything", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const listener = vi.fn();
    const leave = entry.subscribe(listener);
    entry.subscribe(noop);
    const answered = reads[0]?.answer(ada());
    leave();
    await answered;
    expect(listener).not.toHaveBeenCalled();
  });

  test("a param that changes quickly ends on the last one", async () => {
    const { client, reads } = setup();
    let leave = client.entry(user, { user_id: 1 }).subscribe(noop);
    for (const user_id of [2, 3]) {
      const next = client.entry(user, { user_id }).subscribe(noop);
      leave();
      leave = next;
    }
    await settled();
    expect(reads.map((read) => read.isAborted())).toEqual([true, true, false]);
    await reads[2]?.answer(ada("Third"));
    await reads[0]?.answer(ada("First"));
    expect(client.entry(user, { user_id: 3 }).getSnapshot().data?.user_profile.name).toBe("Third");
    expect(client.entry(user, { user_id: 1 }).getSnapshot().data).toBeUndefined();
  });
});

describe("fresh and stale", () => {
  test("a remount within staleTime asks nothing, one after it asks again and shows the old data", async () => {
    const { client, reads } = setup({ staleTime: 100, gcTime: 10_000 });
    const entry = client.entry(user, { user_id: 5 });
    const leave = entry.subscribe(noop);
    await reads[0]?.answer(ada());
    leave();
    await vi.advanceTimersByTimeAsync(100);
    entry.subscribe(noop)();
    expect(reads).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    entry.subscribe(noop);
    expect(reads).toHaveLength(2);
    expect(entry.getSnapshot()).toMatchObject({ status: "success", isFetching: true });
  });

  test("what was invalidated while nobody looked is asked for again by the next one", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const leave = entry.subscribe(noop);
    await reads[0]?.answer(ada());
    leave();
    await settled();
    client.invalidate(user);
    await settled();
    expect(reads).toHaveLength(1);
    entry.subscribe(noop);
    expect(reads).toHaveLength(2);
  });

  test("two refetches in one turn make one request", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada());
    const { refetch } = entry.getSnapshot();
    const both = Promise.all([refetch(), refetch()]);
    await settled();
    expect(reads).toHaveLength(2);
    await reads[1]?.answer(ada("Grace"));
    await both;
    expect(entry.getSnapshot().data?.user_profile.name).toBe("Grace");
  });

  test("a refetch that nobody else waits for is not aborted", async () => {
    const { client, reads } = setup();
    const done = client.entry(user, { user_id: 5 }).getSnapshot().refetch();
    await settled();
    expect(reads[0]?.isAborted()).toBe(false);
    await reads[0]?.answer(ada());
    await done;
    expect(client.entry(user, { user_id: 5 }).getSnapshot().status).toBe("success");
  });
});

test("two clients don't meet", async () => {
  const [one, two] = [setup(), setup()];
  one.client.entry(user, { user_id: 5 }).subscribe(noop);
  two.client.entry(user, { user_id: 5 }).subscribe(noop);
  await one.reads[0]?.answer(ada());
  one.client.invalidate(user);
  await settled();
  expect(two.reads).toHaveLength(1);
  expect(two.client.entry(user, { user_id: 5 }).getSnapshot().status).toBe("loading");
});
