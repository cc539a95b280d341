import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import vectors from "../../../fixtures/wire/invalidate-header.json" with { type: "json" };
import { createMizan, type AnyContext, type FunctionRef, type Invalidation } from "../src/index.js";
import { createFakeServer, seed, ServerError, type FakeServer } from "../src/testing.js";
import { multipart } from "../src/upload.js";
import { ada, logout, rename, user } from "./harness.js";

function shop() {
  const names = new Map([[5, "Ada"]]);
  const server = createFakeServer();
  server.context(user, {
    user_profile: ({ user_id }) => {
      const name = names.get(user_id);
      if (name === undefined) throw new ServerError("NO_SUCH_USER", 404, { user_id });
      return { name };
    },
    user_orders: ({ user_id }) => (user_id === 5 ? [{ id: 1 }] : []),
  });
  server.mutation(rename, ({ user_id, name }) => {
    names.set(user_id, name);
    return { result: { ok: true }, invalidate: [{ context: "user", params: { user_id } }] };
  });
  server.mutation(logout, () => ({ result: null }));
  const client = createMizan({ baseUrl: "http://fake.test/api/mizan", fetch: server.fetch, retry: 0 });
  return { server, client, names };
}

/** As the application itself would ask. */
async function request(server: FakeServer, path: string, body?: unknown): Promise<Response> {
  return server.fetch(`http://fake.test/api/mizan/${path}`, body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

test("it answers contexts with params of their own types", async () => {
  const { client, server } = shop();
  await expect(client.fetch(user, { user_id: 5 })).resolves.toEqual(ada("Ada", 1));
  expect(server.log).toEqual(["GET /api/mizan/ctx/user/?user_id=5"]);
});

test("it answers contexts whose params come in a body", async () => {
  const { client, server } = shop();
  const list = { name: "list", params: { ids: ["integer"], q: "string" } } as const;
  server.context<{ ids: number[]; q: string }, { echo: unknown }, object>(list, { echo: (params) => params });
  await expect(client.fetch(list, { ids: [], q: "x".repeat(3000) })).resolves.toEqual({ echo: { ids: [], q: "x".repeat(3000) } });
  await expect(client.fetch(list, { ids: [1, 2], q: "5" })).resolves.toEqual({ echo: { ids: [1, 2], q: "5" } });
  expect(server.log.map((line) => line.split(" ")[0])).toEqual(["POST", "GET"]);
});

test("a mutation refreshes what is on screen without a second request", async () => {
  const { client, server } = shop();
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(() => {});
  await entry.load();
  await expect(client.call(rename, { user_id: 5, name: "Grace" })).resolves.toEqual({ ok: true });
  expect(entry.getSnapshot()).toMatchObject({ data: ada("Grace", 1), isFetching: false });
  expect(server.log).toHaveLength(2);
});

test("a mutation that leaves nothing to refresh succeeds all the same", async () => {
  const { client, server, names } = shop();
  server.mutation(logout, () => {
    names.delete(5);
    return { result: null, invalidate: ["user"] };
  });
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(() => {});
  await entry.load();
  await expect(client.call(logout, undefined)).resolves.toBeNull();
  await entry.load();
  expect(entry.slice("user_profile").getSnapshot().error).toMatchObject({ code: "NO_SUCH_USER" });
});

test("one failed function fails its own slice, all failed fail the whole", async () => {
  const { client, server, names } = shop();
  names.delete(5);
  const entry = client.entry(user, { user_id: 5 });
  await entry.load();
  expect(entry.slice("user_orders").getSnapshot().data).toEqual([{ id: 1 }]);
  expect(entry.slice("user_profile").getSnapshot().error).toMatchObject({ code: "NO_SUCH_USER", details: { user_id: 5 } });
  const only = { name: "only", params: {} };
  server.context<object, { broken: unknown }, object>(only, {
    broken: () => {
      throw new Error("a bug");
    },
  });
  await expect(client.fetch(only, {})).rejects.toMatchObject({ status: 500, code: "INTERNAL_ERROR" });
});

test("what it doesn't know is not found", async () => {
  const { client } = shop();
  await expect(client.call({ name: "unknown" }, {})).rejects.toMatchObject({ status: 404, code: "NOT_FOUND" });
  await expect(client.fetch({ name: "unknown", params: {} }, {})).rejects.toMatchObject({ status: 404 });
});

describe("it says in the header what it says in the body", () => {
  test.each(vectors.write)("$name", async ({ contexts, entries, header }) => {
    const server = createFakeServer({ baseUrl: "http://fake.test/api/mizan" });
    for (const [name, params] of Object.entries(contexts)) server.context({ name, params } as AnyContext, {});
    server.mutation(logout, () => ({ result: null, invalidate: entries as Invalidation[] }));
    const response = await request(server, "call/", { fn: "logout" });
    expect(response.headers.get("X-Mizan-Invalidate")).toBe(header);
    await expect(response.json()).resolves.toMatchObject({ invalidate: entries });
  });
});

test.each([
  ["a param of another type", "ctx/user/?user_id=x", undefined, 422, "VALIDATION_ERROR", { fields: { user_id: [expect.any(String)] }, form: [] }],
  ["a fraction for an integer", "ctx/user/?user_id=1.5", undefined, 422, "VALIDATION_ERROR", { fields: { user_id: [expect.any(String)] }, form: [] }],
  ["a body that isn't JSON", "call/", "{", 400, "BAD_REQUEST", null],
  ["params that aren't JSON", "ctx/user/", "{", 400, "BAD_REQUEST", null],
  ["a path that there isn't", "nowhere/", undefined, 404, "NOT_FOUND", null],
])("it refuses %s", async (_, path, body, status, code, details) => {
  const { server } = shop();
  const response = await request(server, path, body);
  expect(response.status).toBe(status);
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  await expect(response.json()).resolves.toMatchObject({ error: { code, details } });
});

test.each([
  ["call/", "GET", "POST"],
  ["ctx/user/", "DELETE", "GET, POST"],
  ["session/", "POST", "GET"],
])("it says which methods %s takes when asked with %s", async (path, method, allow) => {
  const { server } = shop();
  const response = await server.fetch(`http://fake.test/api/mizan/${path}`, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get("Allow")).toBe(allow);
});

test("it puts uploads where they belong", async () => {
  const { client, server } = shop();
  const upload: FunctionRef<{ pages: { file: Blob }[]; title: string }, null> = { name: "upload", body: multipart };
  const texts: string[] = [];
  server.mutation(upload, async ({ pages, title }) => {
    for (const { file } of pages) texts.push(title + (await file.text()));
    return { result: null };
  });
  await client.call(upload, { title: "T", pages: [{ file: new Blob(["a"]) }, { file: new Blob(["b"]) }] });
  expect(texts).toEqual(["Ta", "Tb"]);
});

test("a context is seeded without any request", async () => {
  const { client, server } = shop();
  seed(client, user, { user_id: 5 }, ada("Seeded"));
  const entry = client.entry(user, { user_id: 5 });
  entry.subscribe(() => {});
  expect(entry.getSnapshot()).toMatchObject({ status: "success", data: ada("Seeded") });
  await expect(client.fetch(user, { user_id: 5 })).resolves.toEqual(ada("Seeded"));
  expect(server.log).toEqual([]);
});

describe("in a browser", () => {
  beforeEach(() => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("location", new URL("http://fake.test/"));
    vi.stubGlobal("document", { cookie: "", baseURI: "http://fake.test/" });
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("it opens sessions, and relative URLs are its own", async () => {
    const server = createFakeServer();
    server.mutation(logout, () => ({ result: null }));
    const client = createMizan({ fetch: server.fetch });
    await expect(client.call(logout, undefined)).resolves.toBeNull();
    expect(server.log).toEqual(["GET /api/mizan/session/", "POST /api/mizan/call/"]);
  });
});
