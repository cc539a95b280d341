import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createMizan, type MizanClient, type MizanOptions } from "../src/index.js";
import { rename, settled, user } from "./harness.js";

const args = { user_id: 5, name: "Grace" };
let cookies: Record<string, string>;

beforeEach(() => {
  vi.useFakeTimers();
  cookies = {};
  vi.stubGlobal("window", {});
  vi.stubGlobal("location", new URL("https://shop.test/cart"));
  vi.stubGlobal("document", {
    baseURI: "https://shop.test/page",
    get cookie() {
      return Object.entries(cookies).map((pair) => pair.join("=")).join("; ");
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

type Sent = { path: string; token: string | null; redirect: RequestRedirect | undefined };
function serve(
  respond: (path: string, token: string | null) => Response,
  options: MizanOptions = {},
): { client: MizanClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const client = createMizan({
    gcTime: 1000,
    fetch: async (input, init = {}) => {
      const path = String(input);
      const headers = new Headers(init.headers);
      const token = headers.get(options.csrf ? (options.csrf.header ?? "X-CSRFToken") : "X-CSRFToken");
      sent.push({ path, token, redirect: init.redirect });
      return respond(path, token);
    },
    ...options,
  });
  return { client, sent };
}

const done = (): Response => new Response('{"result":null}');
const refused = (): Response => new Response('{"error":{"code":"CSRF_FAILED","message":"No."}}', { status: 403 });
const opening = (token: string) => (path: string): Response => {
  if (!path.endsWith("/session/")) return done();
  cookies["csrftoken"] = token;
  return new Response(null, { status: 204 });
};

test("the session is opened once, for however many calls at once", async () => {
  const { client, sent } = serve(opening("t1"));
  await Promise.all([client.call(rename, args), client.call(rename, args)]);
  await client.call(rename, args);
  expect(sent.filter(({ path }) => path === "/api/mizan/session/")).toHaveLength(1);
  expect(sent.filter(({ path }) => path === "/api/mizan/call/").map(({ token }) => token)).toEqual(["t1", "t1", "t1"]);
});

test("a cookie that is there already needs no session, and is found among others", async () => {
  cookies = { xcsrftoken: "wrong", csrftoken: "there", other: "1" };
  const { client, sent } = serve(done);
  await client.call(rename, args);
  expect(sent).toEqual([{ path: "/api/mizan/call/", token: "there", redirect: "error" }]);
});

test("reads need no session and carry no token", async () => {
  cookies = { csrftoken: "there" };
  const { client, sent } = serve(() => new Response("{}"));
  await client.fetch(user, { user_id: 5 });
  expect(sent).toEqual([{ path: "/api/mizan/ctx/user/?user_id=5", token: null, redirect: undefined }]);
});

test("reads that are POSTs need none either", async () => {
  const { client, sent } = serve(() => new Response("{}"));
  await client.fetch({ name: "list", params: { q: "string" } }, { q: "x".repeat(3000) });
  expect(sent).toEqual([{ path: "/api/mizan/ctx/list/", token: null, redirect: "error" }]);
});

test("the cookie is read when a call leaves, because a login changes it", async () => {
  cookies = { csrftoken: "before" };
  const { client, sent } = serve(done);
  await client.call(rename, args);
  cookies = { csrftoken: "after" };
  await client.call(rename, args);
  expect(sent.map(({ token }) => token)).toEqual(["before", "after"]);
});

test("opening is tried again, and a failure breaks only the calls that waited for it", async () => {
  let isUp = false;
  const { client, sent } = serve((path) => (isUp ? opening("t1")(path) : new Response(null, { status: 503 })));
  const first = client.call(rename, args).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(60_000);
  await expect(first).resolves.toMatchObject({ status: 503, kind: "http" });
  expect(sent.map(({ path }) => path)).toEqual(Array(4).fill("/api/mizan/session/"));
  isUp = true;
  await expect(client.call(rename, args)).resolves.toBeNull();
});

test("a refused token is renewed once, and the call sent again with the new one", async () => {
  cookies = { csrftoken: "old" };
  const { client, sent } = serve((path, token) => (token === "old" ? refused() : opening("new")(path)));
  await expect(client.call(rename, args)).resolves.toBeNull();
  expect(sent.map(({ path, token }) => [path, token])).toEqual([
    ["/api/mizan/call/", "old"],
    ["/api/mizan/session/", null],
    ["/api/mizan/call/", "new"],
  ]);
});

test("calls that were refused together renew together", async () => {
  cookies = { csrftoken: "old" };
  const { client, sent } = serve((path, token) => (token === "old" ? refused() : opening("new")(path)));
  await Promise.all([client.call(rename, args), client.call(rename, args), client.call(rename, args)]);
  expect(sent.filter(({ path }) => path.endsWith("/session/"))).toHaveLength(1);
});

test("a second refusal is the caller's error, and a later one renews again", async () => {
  cookies = { csrftoken: "old" };
  const { client, sent } = serve((path) => (path.endsWith("/session/") ? opening("new")(path) : refused()));
  await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "csrf", code: "CSRF_FAILED" });
  expect(sent).toHaveLength(3);
  await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "csrf" });
  expect(sent).toHaveLength(6);
});

test("names are configurable", async () => {
  cookies = { "__Host-token": "t" };
  const { client, sent } = serve(done, { csrf: { cookie: "__Host-token", header: "X-Token" } });
  await client.call(rename, args);
  expect(sent[0]?.token).toBe("t");
});

describe("the token never leaves the page's own origin", () => {
  test.each([
    ["another origin", { baseUrl: "https://api.test/api/mizan" }],
    ["another port", { baseUrl: "https://shop.test:8443/api/mizan" }],
    ["no token wanted", { csrf: false } as const],
  ])("%s", async (_, options) => {
    cookies = { csrftoken: "secret" };
    const { client, sent } = serve(done, options);
    await client.call(rename, args);
    expect(sent).toHaveLength(1);
    expect(sent[0]?.token).toBeNull();
  });

  test("a <base> of another origin, where paths lead", async () => {
    cookies = { csrftoken: "secret" };
    vi.stubGlobal("document", { baseURI: "https://cdn.test/shop/", cookie: "csrftoken=secret" });
    const { client, sent } = serve(done);
    await client.call(rename, args);
    expect(sent).toEqual([expect.objectContaining({ path: "/api/mizan/call/", token: null })]);
  });

  test("the own origin, written out", async () => {
    cookies = { csrftoken: "t" };
    const { client, sent } = serve(done, { baseUrl: "https://shop.test/api/mizan" });
    await client.call(rename, args);
    expect(sent[0]?.token).toBe("t");
  });

  test("a redirect of a call is an error and not followed", async () => {
    cookies = { csrftoken: "t" };
    const { client, sent } = serve(done);
    await client.call(rename, args);
    expect(sent[0]?.redirect).toBe("error");
  });
});

test("on a server there is no cookie and no session", async () => {
  vi.unstubAllGlobals();
  const { client, sent } = serve(done, { baseUrl: "https://shop.test/api/mizan" });
  await client.call(rename, args);
  await settled();
  expect(sent.map(({ path }) => path)).toEqual(["https://shop.test/api/mizan/call/"]);
});
