/** Reads outside of any component: `fetch` and `prefetch`. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ada, failure, notifications, settled, setup, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const noop = (): void => {};

test("fetch yields data from memory when it is fresh", async () => {
  const { client, reads } = setup();
  const first = client.fetch(user, { user_id: 5 });
  await reads[0]?.answer(ada());
  await expect(first).resolves.toEqual(ada());
  await expect(client.fetch(user, { user_id: 5 })).resolves.toEqual(ada());
  expect(reads).toHaveLength(1);
});

test("fetch right after an invalidation asks the server", async () => {
  const { client, reads } = setup();
  const first = client.fetch(user, { user_id: 5 });
  await reads[0]?.answer(ada("Ada"));
  await first;
  client.invalidate(user);
  const second = client.fetch(user, { user_id: 5 });
  await settled();
  await reads[1]?.answer(ada("Grace"));
  await expect(second).resolves.toEqual(ada("Grace"));
});

test("fetch rejects with the failure, even when there is old data", async () => {
  const { client, reads } = setup({ staleTime: -1 });
  const first = client.fetch(user, { user_id: 5 });
  await reads[0]?.answer(ada());
  await first;
  const second = client.fetch(user, { user_id: 5 });
  const error = failure();
  const rejected = expect(second).rejects.toBe(error);
  await reads[1]?.fail(error);
  await rejected;
});

test("one caller's abort rejects that caller's promise and aborts the request only when nobody is left", async () => {
  const { client, reads } = setup();
  const [first, second] = [new AbortController(), new AbortController()];
  const one = client.fetch(user, { user_id: 5 }, { signal: first.signal });
  const two = client.fetch(user, { user_id: 5 }, { signal: second.signal });
  const firstRejected = expect(one).rejects.toMatchObject({ kind: "abort", code: "ABORT_ERROR" });
  first.abort();
  await settled();
  expect(reads[0]?.isAborted()).toBe(false);
  const secondRejected = expect(two).rejects.toMatchObject({ kind: "abort" });
  second.abort();
  await settled();
  expect(reads[0]?.isAborted()).toBe(true);
  await Promise.all([firstRejected, secondRejected]);
});

test("an aborted caller doesn't wait for the answer that another waits for", async () => {
  const { client, reads } = setup();
  const gone = new AbortController();
  const one = client.fetch(user, { user_id: 5 }, { signal: gone.signal }).catch((error: unknown) => error);
  const two = client.fetch(user, { user_id: 5 });
  gone.abort();
  await expect(one).resolves.toMatchObject({ kind: "abort", cause: gone.signal.reason });
  await reads[0]?.answer(ada());
  await expect(two).resolves.toEqual(ada());
});

test("a signal that is aborted already makes no request", async () => {
  const { client, reads } = setup();
  await expect(client.fetch(user, { user_id: 5 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: "abort" });
  expect(reads).toHaveLength(0);
});

test("a signal that outlives its fetches keeps none of them", async () => {
  const { client, reads } = setup();
  const { signal } = new AbortController();
  const [add, remove] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
  for (let user_id = 0; user_id < 3; user_id++) {
    const fetched = client.fetch(user, { user_id }, { signal });
    await reads[user_id]?.answer(ada());
    await fetched;
  }
  expect(add.mock.calls.length).toBeGreaterThan(0);
  expect(remove.mock.calls).toEqual(add.mock.calls);
});

test("prefetch never rejects; the failure is kept for those who read", async () => {
  const { client, reads } = setup();
  const done = client.prefetch(user, { user_id: 5 });
  await reads[0]?.fail();
  await expect(done).resolves.toBeUndefined();
  expect(client.entry(user, { user_id: 5 }).getSnapshot().status).toBe("error");
});

test("a prefetch is not aborted by a subscriber that comes and goes", async () => {
  const { client, reads } = setup();
  const done = client.prefetch(notifications, {});
  client.entry(notifications, {}).subscribe(noop)();
  await settled();
  expect(reads[0]?.isAborted()).toBe(false);
  await reads[0]?.answer({ unread: 3 });
  await done;
  expect(client.entry(notifications, {}).getSnapshot().data).toEqual({ unread: 3 });
});
