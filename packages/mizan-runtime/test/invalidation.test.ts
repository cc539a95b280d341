import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ada, notifications, rename, settled, setup, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const args = { user_id: 5, name: "Grace" };
const noop = (): void => {};

describe("matching", () => {
  test("refetches the instances that the params match, and no other", async () => {
    const { client, reads } = setup();
    for (const params of [{ user_id: 5 }, { user_id: 5, order_id: 9 }, { user_id: 6 }]) {
      client.entry(user, params).subscribe(noop);
    }
    for (const read of [...reads]) await read.answer(ada());
    client.receive([{ context: "user", params: { user_id: "5" } }]);
    await settled();
    expect(reads.slice(3).map(({ request }) => request.canonical)).toEqual([{ user_id: "5" }, { user_id: "5", order_id: "9" }]);
  });

  test("several scoped entries of one context all count", async () => {
    const { client, reads, calls } = setup();
    for (const user_id of [5, 6, 7]) client.entry(user, { user_id }).subscribe(noop);
    for (const read of [...reads]) await read.answer(ada());
    void client.call(rename, args);
    await calls[0]?.answer({ invalidate: [5, 6].map((user_id) => ({ context: "user", params: { user_id } })) });
    expect(reads.slice(3).map(({ request }) => request.canonical)).toEqual([{ user_id: "5" }, { user_id: "6" }]);
  });

  test("an unknown context, or one named like what every object inherits, matches nothing", async () => {
    const { client, reads, calls } = setup();
    client.entry(user, { user_id: 5 }).subscribe(noop);
    await reads[0]?.answer(ada());
    const run = client.call(rename, args);
    await calls[0]?.answer({ invalidate: ["unknown", "constructor", "__proto__", { context: "user", params: { constructor: 1 } }] });
    await run;
    expect(reads).toHaveLength(1);
  });

  test("the application's own invalidation narrows by params too", async () => {
    const { client, reads } = setup();
    for (const user_id of [5, 6]) client.entry(user, { user_id }).subscribe(noop);
    client.entry(notifications, {}).subscribe(noop);
    for (const read of [...reads]) await read.answer({});
    client.invalidate(user, { user_id: 6 });
    await settled();
    expect(reads.slice(3).map(({ request }) => request.canonical)).toEqual([{ user_id: "6" }]);
    client.invalidate(user);
    await settled();
    expect(reads).toHaveLength(6);
  });
});

describe("a broken list", () => {
  test.each([
    ["a name in the place of a list", "user", true],
    ["null", null, false],
    ["a number", 5, false],
    ["entries that are none", [null, 5, true, [null], {}], false],
    ["a name that every object inherits", ["toString", "__proto__", { context: "constructor" }], false],
    ["params that are null", [{ context: "user", params: null }], true],
    ["params that are a list", [{ context: "user", params: [1] }], false],
    ["a value that is no scalar", [{ context: "user", params: { user_id: { toString: 1, valueOf: 1 } } }], false],
    ["a value that is a list", [{ context: "user", params: { user_id: [[5], null] } }], false],
  ])("doesn't fail the mutation that succeeded: %s", async (_name, invalidate, isStale) => {
    const { client, reads, calls } = setup();
    client.entry(user, { user_id: 5 }).subscribe(noop);
    await reads[0]?.answer(ada());
    const run = client.call(rename, { user_id: 5, name: "Grace" });
    await calls[0]?.answer({ result: { ok: true }, invalidate } as never);
    await expect(run).resolves.toEqual({ ok: true });
    await settled();
    expect(reads).toHaveLength(isStale ? 2 : 1);
  });
});

describe("races", () => {
  test("an invalidation during the first load leads to a fresh read, and the early answer is never shown", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const shown: unknown[] = [];
    entry.subscribe(() => shown.push(entry.getSnapshot().data?.user_profile.name));
    client.invalidate(user);
    await settled();
    expect(reads).toHaveLength(2);
    expect(reads[0]?.isAborted()).toBe(true);
    await reads[0]?.answer(ada("early"));
    await reads[1]?.answer(ada("fresh"));
    expect(shown).toEqual(["fresh"]);
  });

  test("an invalidation during a refetch leads to another one", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    await reads[0]?.answer(ada("first"));
    client.invalidate(user);
    await settled();
    client.invalidate(user);
    await settled();
    expect(reads).toHaveLength(3);
    await reads[1]?.answer(ada("early"));
    expect(entry.getSnapshot().data?.user_profile.name).toBe("first");
    await reads[2]?.answer(ada("fresh"));
    expect(entry.getSnapshot()).toMatchObject({ data: ada("fresh"), isFetching: false });
  });

  test("answers that overtake each other: a late answer never overwrites a newer one", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    client.invalidate(user);
    await settled();
    await reads[1]?.answer(ada("newer"));
    await reads[0]?.answer(ada("late"));
    await reads[0]?.fail();
    expect(entry.getSnapshot()).toMatchObject({ status: "success", data: ada("newer") });
  });

  test("a failure of a request that an invalidation overtook is nobody's failure", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    entry.subscribe(noop);
    client.invalidate(user);
    await settled();
    await reads[0]?.fail();
    expect(entry.getSnapshot()).toMatchObject({ status: "loading", error: undefined });
    await reads[1]?.answer(ada());
    expect(entry.getSnapshot().status).toBe("success");
  });

  test("an invalidation in the turn in which the last one leaves and another comes", async () => {
    const { client, reads } = setup();
    const entry = client.entry(user, { user_id: 5 });
    const leave = entry.subscribe(noop);
    leave();
    client.invalidate(user);
    entry.subscribe(noop);
    await settled();
    await reads[0]?.answer(ada("early"));
    expect(entry.getSnapshot().data).toBeUndefined();
    await reads.at(-1)?.answer(ada("fresh"));
    expect(entry.getSnapshot()).toMatchObject({ data: ada("fresh"), isFetching: false });
  });

  test("those who wait for a load get the fresh data of the one that took its place", async () => {
    const { client, reads } = setup();
    const fetched = client.fetch(user, { user_id: 5 });
    client.invalidate(user);
    await settled();
    await reads[0]?.answer(ada("early"));
    await reads[1]?.answer(ada("fresh"));
    await expect(fetched).resolves.toEqual(ada("fresh"));
  });

  test("an invalidation of what nobody looks at makes no request and is not forgotten", async () => {
    const { client, reads } = setup({ staleTime: Infinity });
    const entry = client.entry(user, { user_id: 5 });
    const leave = entry.subscribe(noop);
    await reads[0]?.answer(ada());
    leave();
    await settled();
    client.invalidate(user);
    await settled();
    expect(reads).toHaveLength(1);
    await expect(Promise.race([client.fetch(user, { user_id: 5 }), settled().then(() => "asked")])).resolves.toBe("asked");
    expect(reads).toHaveLength(2);
  });
});

describe("in development", () => {
  test("a warning names an invalidation that matches nothing that is mounted", () => {
    vi.stubGlobal("window", {});
    const warn = vi.spyOn(console, "warn").mockImplementation(noop);
    const { client } = setup({ csrf: false });
    client.entry(user, { user_id: 5 }).subscribe(noop);
    client.invalidate(user, { user_id: 5 });
    expect(warn).not.toHaveBeenCalled();
    client.invalidate(user, { user_id: 6 });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain('{"context":"user","params":{"user_id":6}}');
  });

  test("the warning comes once for each kind of invalidation", () => {
    vi.stubGlobal("window", {});
    const warn = vi.spyOn(console, "warn").mockImplementation(noop);
    const { client } = setup({ csrf: false });
    client.receive(["user", { context: "user", params: { user_id: 6 } }, "other"]);
    expect(warn).toHaveBeenCalledTimes(3);
    client.receive(["user", { context: "user", params: { user_id: 7 } }, "other"]);
    expect(warn).toHaveBeenCalledTimes(3);
  });

  test("there is none in production, nor where nobody knows", () => {
    vi.stubGlobal("window", {});
    const warn = vi.spyOn(console, "warn").mockImplementation(noop);
    const { client } = setup();
    vi.stubEnv("NODE_ENV", "production");
    client.invalidate(user);
    vi.unstubAllEnvs();
    vi.stubGlobal("process", undefined);
    client.invalidate(user);
    vi.unstubAllGlobals();
    expect(warn).not.toHaveBeenCalled();
  });
});
