import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createMizan } from "../src/index.js";
import { tokenFetch, type Token, type TokenOptions } from "../src/token.js";
import { multipart } from "../src/upload.js";
import { rename } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const args = { user_id: 5, name: "Grace" };

function setup(options: Partial<TokenOptions> = {}, accepted: (token: string | null) => boolean = () => true) {
  const sent: (string | null)[] = [];
  let issued = 0;
  const refresh = vi.fn(async (): Promise<Token> => ({ token: `t${++issued}`, expiresAt: Date.now() + 60_000 }));
  const header = options.header ?? "X-Mizan-Token";
  const fetch: typeof globalThis.fetch = async (_, init) => {
    const token = new Headers(init?.headers).get(header);
    sent.push(token);
    return accepted(token)
      ? new Response('{"result":null}')
      : new Response('{"error":{"code":"UNAUTHORIZED","message":"No."}}', { status: 401 });
  };
  const client = createMizan({ baseUrl: "https://api.test", csrf: false, fetch: tokenFetch({ refresh, fetch, ...options }) });
  return { client, sent, refresh };
}

test("the first request gets a token, and however many at once get one", async () => {
  const { client, sent, refresh } = setup();
  await Promise.all([client.call(rename, args), client.call(rename, args)]);
  await client.call(rename, args);
  expect(sent).toEqual(["t1", "t1", "t1"]);
  expect(refresh).toHaveBeenCalledTimes(1);
});

test("a token that the page has is used, in the header that is asked for", async () => {
  const { client, sent, refresh } = setup({ token: { token: "page" }, header: "Authorization", prefix: "Bearer " });
  await client.call(rename, args);
  expect(sent).toEqual(["Bearer page"]);
  expect(refresh).not.toHaveBeenCalled();
});

test("it is renewed before it expires", async () => {
  const { client, sent } = setup({ early: 10_000 });
  await client.call(rename, args);
  await vi.advanceTimersByTimeAsync(49_999);
  await client.call(rename, args);
  await vi.advanceTimersByTimeAsync(1);
  await client.call(rename, args);
  expect(sent).toEqual(["t1", "t1", "t2"]);
});

test("one that lives shorter than that is used for half of its life, and not renewed before each request", async () => {
  const refresh = vi.fn(async () => ({ token: `t${refresh.mock.calls.length}`, expiresAt: Date.now() + 20_000 }));
  const { client, sent } = setup({ refresh });
  await client.call(rename, args);
  await vi.advanceTimersByTimeAsync(9_999);
  await client.call(rename, args);
  await vi.advanceTimersByTimeAsync(1);
  await client.call(rename, args);
  expect(sent).toEqual(["t1", "t1", "t2"]);
});

test("a JWT says itself when it expires", async () => {
  vi.setSystemTime(1_700_000_000_000);
  const jwt = `${btoa("{}")}.${btoa(JSON.stringify({ exp: 1_700_000_060, name: "né" })).replace(/\+/g, "-").replace(/\//g, "_")}.x`;
  const { client, sent } = setup({ token: { token: jwt } });
  await client.call(rename, args);
  await vi.advanceTimersByTimeAsync(30_000);
  await client.call(rename, args);
  expect(sent).toEqual([jwt, "t1"]);
});

test("while it has not expired it serves when there is no other to be had", async () => {
  const refresh = vi.fn().mockRejectedValue(new TypeError("offline"));
  const { client, sent } = setup({ token: { token: "old", expiresAt: Date.now() + 10_000 }, refresh });
  await client.call(rename, args);
  expect(sent).toEqual(["old"]);
  await vi.advanceTimersByTimeAsync(10_000);
  await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "network" });
  expect(sent).toEqual(["old"]);
});

test("a refused token is renewed and the request sent again, once", async () => {
  const { client, sent, refresh } = setup({ token: { token: "refused" } }, (token) => token !== "refused");
  await Promise.all([client.call(rename, args), client.call(rename, args)]);
  expect(sent).toEqual(["refused", "refused", "t1", "t1"]);
  expect(refresh).toHaveBeenCalledTimes(1);
});

test("a second refusal is the caller's error", async () => {
  const { client, sent } = setup({ token: { token: "refused" } }, () => false);
  await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "auth", code: "UNAUTHORIZED", status: 401 });
  expect(sent).toEqual(["refused", "t1"]);
});

test("a refusal stands when there is no other token to be had, and the next request tries again", async () => {
  let isUp = false;
  const refresh = async (): Promise<Token> => {
    if (!isUp) throw new TypeError("offline");
    return { token: "new" };
  };
  const { client, sent } = setup({ token: { token: "refused" }, refresh }, (token) => token === "new");
  await expect(client.call(rename, args)).rejects.toMatchObject({ status: 401 });
  isUp = true;
  await expect(client.call(rename, args)).resolves.toBeNull();
  expect(sent).toEqual(["refused", "refused", "new"]);
});

test("a caller that leaves during a refresh sends nothing, and the token serves the others", async () => {
  let arrive = (_token: Token): void => {};
  const sent: (AbortSignal | null | undefined)[] = [];
  const authorized = tokenFetch({
    refresh: () => new Promise((resolve) => (arrive = resolve)),
    fetch: async (_input, init) => {
      init?.signal?.throwIfAborted();
      sent.push(init?.signal);
      return new Response("{}");
    },
  });
  const gone = new AbortController();
  const left = authorized("/a", { signal: gone.signal }).catch((error: unknown) => error);
  const stayed = authorized("/b");
  gone.abort();
  arrive({ token: "t1" });
  await expect(left).resolves.toBe(gone.signal.reason);
  await expect(stayed).resolves.toMatchObject({ status: 200 });
  expect(sent).toHaveLength(1);
});

test("a Request keeps its headers, and can be sent again too", async () => {
  const sent: string[] = [];
  const authorized = tokenFetch({
    token: { token: "refused" },
    refresh: async () => ({ token: "new" }),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      sent.push(`${request.headers.get("X-Mizan-Token")} ${request.headers.get("X-Own")} ${await request.text()}`);
      return new Response("{}", { status: sent.length === 1 ? 401 : 200 });
    },
  });
  const request = new Request("https://shop.example/import/", { method: "POST", headers: { "X-Own": "1" }, body: "rows" });
  await expect(authorized(request)).resolves.toMatchObject({ status: 200 });
  expect(sent).toEqual(["refused 1 rows", "new 1 rows"]);
});

test("uploads can be sent again too", async () => {
  const { client, sent } = setup({ token: { token: "refused" } }, (token) => token !== "refused");
  await expect(client.call({ name: "upload", body: multipart }, { file: new Blob(["a"]) })).resolves.toBeNull();
  expect(sent).toEqual(["refused", "t1"]);
});
