import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMizan, DjangoError, isDjangoError, type MizanClient, type ReadStore } from "../src/index.js";
import { dehydrate, hydrate, hydrationScript, readHydration } from "../src/hydration.js";
import { ada, createBackend, failure, settled, setup, user, type Backend } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const noop = (): void => {};
type Read = Backend["reads"][number];

async function rendered(name = "Ada") {
  const server = setup();
  const loaded = server.client.prefetch(user, { user_id: 5 });
  await server.reads[0]?.answer(ada(name));
  await loaded;
  return { state: dehydrate(server.client), snapshot: server.client.entry(user, { user_id: 5 }).getServerSnapshot() };
}

/** A client in a browser. */
function browser(state: Parameters<typeof hydrate>[0], staleTime = 30_000) {
  vi.stubGlobal("window", {});
  const backend = createBackend();
  const client = createMizan({ transport: backend.transport, gcTime: 1000, staleTime, hydrate: hydrate(state) });
  return { ...backend, client };
}

/** What the page's document says. */
function page(html: string): void {
  const elements = [...html.matchAll(/<script type="application\/json" id="([^"]*)"[^>]*>(.*?)<\/script>/gs)];
  vi.stubGlobal("document", {
    getElementById: (id: string) => {
      const found = elements.find(([, own]) => own === id);
      return found ? { textContent: found[2] } : null;
    },
  });
}

test("the first client render equals the server's, and asks nothing", async () => {
  const { state, snapshot } = await rendered();
  const { client, reads } = browser(structuredClone(state));
  const entry = client.entry(user, { user_id: 5 });
  const { refetch: onClient, ...first } = entry.getServerSnapshot();
  const { refetch: onServer, ...last } = snapshot;
  expect(first).toEqual(last);
  expect(first).toMatchObject({ status: "success", isFetching: false });
  expect(entry.getSnapshot()).toEqual(entry.getServerSnapshot());
  expect([typeof onClient, typeof onServer]).toEqual(["function", "function"]);
  entry.subscribe(noop);
  entry.slice("user_profile").subscribe(noop);
  await settled();
  expect(reads).toHaveLength(0);
  expect(entry.getSnapshot().data).toEqual(ada());
});

test("the first render stays the server's while newer data is there, for those who hydrate late", async () => {
  const { state } = await rendered();
  const { client, reads } = browser(state);
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(noop);
  client.invalidate(user);
  await settled();
  await reads[0]?.answer(ada("Grace"));
  expect(entry.slice("user_profile").getSnapshot().data).toEqual({ name: "Grace" });
  const late = entry.slice("user_profile").getServerSnapshot();
  expect(late.data).toEqual({ name: "Ada" });
  expect(entry.slice("user_profile").getServerSnapshot()).toBe(late);
});

test("what the server didn't render is loading in the first render, whatever is there by then", async () => {
  const { client, reads } = browser({});
  const entry = client.entry(user, { user_id: 5 });
  const loaded = client.prefetch(user, { user_id: 5 });
  await reads[0]?.answer(ada());
  await loaded;
  expect(entry.getServerSnapshot()).toMatchObject({ status: "loading", isFetching: true });
  expect(entry.getSnapshot().status).toBe("success");
});

test("on the server the snapshot is what there is", async () => {
  const { client, reads } = setup();
  const entry = client.entry(user, { user_id: 5 });
  expect(entry.getServerSnapshot().status).toBe("loading");
  const loaded = client.prefetch(user, { user_id: 5 });
  await reads[0]?.answer(ada());
  await loaded;
  expect(entry.getServerSnapshot()).toMatchObject({ status: "success", data: ada() });
});

test("data older than staleTime shows first and is fetched again", async () => {
  const { state } = await rendered();
  await vi.advanceTimersByTimeAsync(31_000);
  const { client, reads } = browser(state);
  const entry = client.entry(user, { user_id: 5 });
  expect(entry.getSnapshot()).toMatchObject({ status: "success", data: ada() });
  entry.subscribe(noop);
  expect(reads).toHaveLength(1);
});

test.each([
  ["a slice", (read: Read) => read.answer({ user_profile: { name: "Ada" }, $errors: { user_orders: { code: "FORBIDDEN", message: "No" } } })],
  ["a context", (read: Read) => read.fail()],
])("%s that failed over older data is in the browser as it was on the server", async (_what, fail) => {
  const server = setup();
  const first = server.client.prefetch(user, { user_id: 5 });
  await server.reads[0]?.answer(ada());
  await first;
  server.client.invalidate(user);
  const second = server.client.prefetch(user, { user_id: 5 });
  await fail(server.reads[1]!);
  await second;
  const there = server.client.entry(user, { user_id: 5 });
  const here = browser(structuredClone(dehydrate(server.client))).client.entry(user, { user_id: 5 });
  expect(there.slice("user_orders").getSnapshot()).toMatchObject({ status: "error", data: ada().user_orders });
  const views = [
    [here, there],
    [here.slice("user_profile"), there.slice("user_profile")],
    [here.slice("user_orders"), there.slice("user_orders")],
  ] as const;
  for (const [browsers, servers] of views) {
    const { refetch: _here, ...shown } = browsers.getServerSnapshot();
    const { refetch: _there, ...rendered } = servers.getSnapshot();
    expect(shown).toEqual(rendered);
  }
});

test("data is used once: an entry that was dropped and comes back asks the server", async () => {
  const { state } = await rendered();
  const { client, reads } = browser(state);
  client.entry(user, { user_id: 5 }).subscribe(noop)();
  await vi.advanceTimersByTimeAsync(1001);
  client.entry(user, { user_id: 5 }).subscribe(noop);
  expect(reads).toHaveLength(1);
});

test("an invalidation that arrives before a seed is used: the seed shows first and is fetched again", async () => {
  for (const staleTime of [30_000, Infinity]) {
    const { state } = await rendered();
    const { client, reads } = browser(structuredClone(state), staleTime);
    client.receive([{ context: "user", params: { user_id: 5 } }]);
    const entry = client.entry(user, { user_id: 5 });
    expect(entry.getServerSnapshot()).toMatchObject({ status: "success", data: ada(), isFetching: false });
    entry.subscribe(noop);
    expect(reads).toHaveLength(1);
    await reads[0]?.answer(ada("Grace"));
    expect(entry.getSnapshot()).toMatchObject({ data: ada("Grace"), isFetching: false });
  }
});

test("an invalidation of another context leaves a seed as it is", async () => {
  const { state } = await rendered();
  const { client, reads } = browser(structuredClone(state));
  client.receive(["notifications"]);
  client.entry(user, { user_id: 5 }).subscribe(noop);
  await settled();
  expect(reads).toHaveLength(0);
});

test("a function that failed on the server is shown as it was, and tried again", async () => {
  const server = setup();
  const loaded = server.client.prefetch(user, { user_id: 5 });
  const $errors = { user_orders: { code: "FORBIDDEN", message: "No.", details: null } };
  await server.reads[0]?.answer({ user_profile: { name: "Ada" }, $errors });
  await loaded;
  const shown = (client: MizanClient) =>
    (["user_profile", "user_orders"] as const).map((of) => {
      const { refetch, ...state } = client.entry(user, { user_id: 5 }).slice(of).getServerSnapshot();
      return state;
    });
  const there = shown(server.client);
  const { client, reads } = browser(JSON.parse(JSON.stringify(dehydrate(server.client))));
  expect(shown(client)).toEqual(there);
  const entry = client.entry(user, { user_id: 5 });
  expect(entry.slice("user_orders").getServerSnapshot()).toMatchObject({ status: "error", isFetching: false });
  entry.subscribe(noop);
  await reads[0]?.answer(ada("Ada", 1));
  expect(entry.getSnapshot().data).toEqual(ada("Ada", 1));
});

test.each([
  failure("INTERNAL_ERROR", 503),
  new DjangoError({ kind: "protocol", message: "HTTP 200: <html>", status: 200, requestId: "a1", retryAfter: 5 }),
])("a context that failed as a whole is shown as it was, and tried again: $code", async (error) => {
  const server = setup();
  const loaded = server.client.prefetch(user, { user_id: 5 });
  await server.reads[0]?.fail(error);
  await loaded;
  const shown = (client: MizanClient) => {
    const held = client.entry(user, { user_id: 5 });
    return [held, held.slice("user_profile")].map((store: ReadStore<unknown, DjangoError>) => {
      const { error, refetch, ...state } = store.getServerSnapshot();
      return { ...state, error: { ...error }, message: error?.message };
    });
  };
  const there = shown(server.client);
  for (const state of there) expect(state).toMatchObject({ status: "error", data: undefined, isFetching: false });
  const { client, reads } = browser(JSON.parse(JSON.stringify(dehydrate(server.client))));
  const entry = client.entry(user, { user_id: 5 });
  expect(shown(client)).toEqual(there);
  expect(isDjangoError(entry.getSnapshot().error, "user_profile")).toBe(true);
  entry.subscribe(noop);
  expect(reads).toHaveLength(1);
  await reads[0]?.answer(ada("Ada", 1));
  expect(entry.getSnapshot()).toMatchObject({ status: "success", data: ada("Ada", 1), error: undefined });
});

test("what was never asked for is not in the page", () => {
  const server = setup();
  server.client.entry(user, { user_id: 5 });
  expect(dehydrate(server.client)).toEqual({});
});

describe("in the page", () => {
  const nasty = "</script><script>alert(1)</script><!-- & \u2028\u2029";

  test("nothing in the data can end the element or start another", async () => {
    const { state } = await rendered(nasty);
    const html = hydrationScript(state);
    expect(html.match(/<\/?script/g)).toEqual(["<script", "</script"]);
    expect(html).not.toMatch(/[&\u2028\u2029]|<!--/);
    page(html);
    expect(readHydration()).toEqual(state);
  });

  test("a page that was cut off, or is none, carries nothing", () => {
    vi.stubGlobal("document", { getElementById: () => ({ textContent: '{"user{' }) });
    expect(readHydration()).toEqual({});
    vi.stubGlobal("document", undefined);
    expect(readHydration()).toEqual({});
  });

  test("the id and the nonce are attributes and no more", () => {
    expect(hydrationScript({}, { id: '"><b', nonce: 'a"b' })).toBe(
      '<script type="application/json" id="&quot;>&lt;b" nonce="a&quot;b">{}</script>',
    );
  });

  test("a client reads the page when it is first asked", async () => {
    const { state } = await rendered();
    page(hydrationScript(state));
    const { client, reads } = browser(undefined);
    expect(client.entry(user, { user_id: 5 }).getSnapshot().data).toEqual(ada());
    expect(reads).toHaveLength(0);
  });

  test("a page may set __MIZAN_SSR_DATA__ in its place, and one with neither has nothing", async () => {
    const { state } = await rendered();
    page("");
    vi.stubGlobal("window", { __MIZAN_SSR_DATA__: state });
    expect(readHydration()).toBe(state);
    vi.stubGlobal("window", {});
    expect(readHydration()).toEqual({});
  });

  test("keys that every object inherits name nothing", () => {
    expect(hydrate({})("constructor")).toBeUndefined();
    expect(hydrate({})("__proto__")).toBeUndefined();
  });
});
