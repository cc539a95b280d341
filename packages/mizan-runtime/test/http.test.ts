import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import vectors from "../../../fixtures/wire/errors.json" with { type: "json" };
import { createMizan, type ContextRef, type MizanClient, type MizanOptions } from "../src/index.js";
import { multipart } from "../src/upload.js";
import { ada, rename, settled, user } from "./harness.js";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const args = { user_id: 5, name: "Grace" };
const BASE = "https://api.test/api/mizan";

type Sent = { url: string; init: RequestInit; headers: Headers };
function serve(respond: (url: string, init: RequestInit) => Response | Promise<Response>, options: MizanOptions = {}): { client: MizanClient; sent: Sent[] } {
  const sent: Sent[] = [];
  const client = createMizan({
    baseUrl: BASE,
    gcTime: 1000,
    fetch: async (input, init = {}) => {
      const url = input instanceof Request ? input.url : String(input);
      sent.push({ url, init, headers: new Headers(init.headers) });
      return respond(url, init);
    },
    ...options,
  });
  return { client, sent };
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

describe("reads", () => {
  const filter: ContextRef<{ q?: string; ids?: readonly number[]; on?: boolean }, object, object> = {
    name: "filter",
    params: { q: "string", ids: ["integer"], on: "boolean" },
  };

  test("are GETs whose params are in the order of their names, lists repeated, null left out", async () => {
    const { client, sent } = serve(() => json({}));
    await client.fetch(filter, { q: "red & blue", ids: [2, 1], on: false });
    await client.fetch(user, { user_id: 5 });
    await client.fetch({ name: "global", params: {} }, {});
    expect(sent.map(({ url }) => url.slice(BASE.length))).toEqual([
      "/ctx/filter/?ids=2&ids=1&on=false&q=red+%26+blue",
      "/ctx/user/?user_id=5",
      "/ctx/global/",
    ]);
    expect(sent.every(({ init }) => init.method === undefined && init.body === undefined)).toBe(true);
  });

  test("whose URL would be too long are POSTs of the same params", async () => {
    const { client, sent } = serve(() => json({}));
    const q = "x".repeat(2000);
    await client.fetch(filter, { q });
    expect(sent[0]?.url).toBe(`${BASE}/ctx/filter/`);
    expect(sent[0]?.init.method).toBe("POST");
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ params: { q } });
    await client.fetch(filter, { q: "x".repeat(2000 - `${BASE}/ctx/filter/?q=`.length - 1) });
    expect(sent[1]?.init.method).toBeUndefined();
  });

  test("with an empty list are POSTs, because no URL says it", async () => {
    const { client, sent } = serve(() => json({}));
    await client.fetch(filter, { ids: [] });
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ params: { ids: [] } });
  });
});

describe("calls", () => {
  test("are POSTs of the name and the arguments", async () => {
    const { client, sent } = serve(() => json({ result: { ok: true } }));
    await expect(client.call(rename, args)).resolves.toEqual({ ok: true });
    expect(sent[0]?.url).toBe(`${BASE}/call/`);
    expect(sent[0]?.headers.get("Content-Type")).toBe("application/json");
    expect(JSON.parse(String(sent[0]?.init.body))).toEqual({ fn: "rename", args });
    expect(sent[0]?.headers.has("X-Mizan-Refresh")).toBe(false);
  });

  test("with files are multipart: null in the JSON, a part per file named by its JSON pointer", async () => {
    const { client, sent } = serve(() => json({ result: null }));
    const [avatar, scan] = [new File(["a"], "a.png"), new Blob(["b"])];
    const upload = { avatar, pages: [{ title: "1" }, { "odd/na~me": scan }], when: new Date(0) };
    await client.call({ name: "upload", body: multipart }, upload);
    const form = sent[0]?.init.body;
    if (!(form instanceof FormData)) throw new Error("no form");
    expect([...form.keys()].sort()).toEqual(["/avatar", "/pages/1/odd~1na~0me", "call"]);
    expect(JSON.parse(String(form.get("call")))).toEqual({
      fn: "upload",
      args: { avatar: null, pages: [{ title: "1" }, { "odd/na~me": null }], when: "1970-01-01T00:00:00.000Z" },
    });
    expect(form.get("/avatar")).toMatchObject({ name: "a.png", size: 1 });
    expect(sent[0]?.headers.has("Content-Type")).toBe(false);
  });

  test("carry the application's headers, as they are when the call leaves", async () => {
    let language = "en";
    const { client, sent } = serve(() => json({ result: null }), { headers: () => ({ "Accept-Language": language }) });
    await client.call(rename, args);
    language = "de";
    await client.call(rename, args);
    expect(sent.map(({ headers }) => headers.get("Accept-Language"))).toEqual(["en", "de"]);
  });

  test("take plain headers too", async () => {
    const { client, sent } = serve(() => json({ result: null }), { headers: { "X-App": "1" } });
    await client.call(rename, args);
    expect(sent[0]?.headers.get("X-App")).toBe("1");
  });

  test("use the global fetch as it is when they leave", async () => {
    const client = createMizan({ baseUrl: BASE });
    vi.stubGlobal("fetch", async () => json({ result: { ok: true } }));
    await expect(client.call(rename, args)).resolves.toEqual({ ok: true });
  });
});

describe("errors", () => {
  type Case = (typeof vectors.answers)[number];
  const respond = ({ status, body, ...rest }: Case): Response =>
    new Response(body || null, { status, headers: "headers" in rest ? (rest.headers as HeadersInit) : {} });

  test.each(vectors.answers)("$name", async (vector) => {
    const { client } = serve(() => respond(vector));
    const error = await client.call({ name: "update_profile" }, {}).catch((caught: unknown) => caught);
    const { fieldErrors, formErrors, fieldNames, ...plain } = vector.error as Record<string, unknown>;
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: "DjangoError", status: vector.status, fn: "update_profile", ...plain });
    const { fieldErrors: fields, formErrors: form } = error as { fieldErrors: object; formErrors: unknown };
    if (fieldErrors) expect({ ...fields }).toEqual(fieldErrors);
    if (formErrors) expect(form).toEqual(formErrors);
    if (fieldNames) expect(Object.keys(fields).sort()).toEqual(fieldNames);
    expect(Object.getPrototypeOf(fields)).toBeNull();
  });

  test.each(vectors.answers.filter(({ status, body }) => status !== 200 || !body.startsWith("{\"")))("a read is sent again or not: $name", async (vector) => {
    const { client, sent } = serve(() => respond(vector));
    const read = client.fetch(user, { user_id: 5 }).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    await read;
    expect(sent).toHaveLength(vector.retried ? 4 : 1);
  });

  test.each(vectors.bundles)("bundle: $name", async ({ body, data, errors }) => {
    const { client } = serve(() => new Response(body));
    const entry = client.entry(user, { user_id: 5 });
    await entry.load();
    for (const [fn, value] of Object.entries(data)) {
      expect(entry.slice(fn as "user_profile").getSnapshot()).toMatchObject({ status: "success", data: value });
    }
    for (const [fn, error] of Object.entries(errors)) {
      expect(entry.slice(fn as "user_profile").getSnapshot()).toMatchObject({ status: "error", error });
    }
  });

  test("messages say what came in the place of JSON", async () => {
    const message = async (body: string, status = 200): Promise<string> => {
      const { client } = serve(() => new Response(body || null, { status }));
      return client.call(rename, args).then(() => "", (error: Error) => error.message);
    };
    await expect(message("<html>Bad Gateway</html>", 502)).resolves.toBe("HTTP 502 <html>Bad Gateway</html>");
    await expect(message('{"result":{"a":')).resolves.toBe('HTTP 200 {"result":{"a":');
    await expect(message("")).resolves.toBe("HTTP 200 ");
  });

  test("a connection that breaks is a network error with its cause", async () => {
    const cause = new TypeError("fetch failed");
    const { client } = serve(() => Promise.reject(cause));
    await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "network", code: "NETWORK_ERROR", status: 0, cause, fn: "rename" });
  });

  test("a connection that breaks in the middle of a body is one too", async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("{"));
        controller.error(new TypeError("terminated"));
      },
    });
    const { client } = serve(() => new Response(body));
    await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "network" });
  });

  test.each(["5", "true", "null", '"text"', "[]", " [1]"])("JSON that is no object is not Mizan's: %s", async (body) => {
    const { client } = serve(() => new Response(body));
    await expect(client.call(rename, args)).rejects.toMatchObject({ kind: "protocol", status: 200 });
    await expect(client.fetch(user, { user_id: 5 })).rejects.toMatchObject({ kind: "protocol", status: 200 });
  });

  test.each([
    ["a text", '{"error":"No."}', "HTTP_ERROR"],
    ["a list", '{"error":[1]}', "HTTP_ERROR"],
    ["null", '{"error":null}', "HTTP_ERROR"],
    ["a code that is no text", '{"error":{"code":5,"message":{},"details":5}}', "HTTP_ERROR"],
    ["details that are a text", '{"error":{"code":"TAKEN","details":"No."}}', "TAKEN"],
    ["a form that is no list", '{"error":{"code":"TAKEN","details":{"fields":null,"form":null}}}', "TAKEN"],
    ["a code that every object inherits", '{"error":{"code":"constructor"}}', "constructor"],
  ])("a broken envelope is an error all the same: %s", async (_name, body, code) => {
    const { client } = serve(() => new Response(body, { status: 409 }));
    const error = await client.call(rename, args).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: "DjangoError", kind: "http", status: 409, code, formErrors: [] });
    expect((error as Error).message).toMatch(/./);
  });

  test.each(["5", '"text"', "[1]", '{"user_profile":null,"user_orders":{"code":5}}'])("$errors that are broken throw nothing: %s", async (errors) => {
    const { client } = serve(() => new Response(`{"user_orders":[],"$errors":${errors}}`));
    const entry = client.entry(user, { user_id: 5 });
    await entry.load();
    expect(entry.getSnapshot().isFetching).toBe(false);
    const { error } = entry.slice("user_profile").getSnapshot();
    if (errors.startsWith("{")) expect(error).toMatchObject({ name: "DjangoError", kind: "protocol", fn: "user_profile" });
  });

  test("names from the server never reach a prototype", async () => {
    const body = '{"error":{"code":"VALIDATION_ERROR","message":"No.","__proto__":{"status":1},"details":{"fields":{"__proto__":["No."]}}}}';
    const { client } = serve(() => new Response(body, { status: 422 }));
    const error = await client.call(rename, args).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status: 422, kind: "validation" });
    expect(Object.keys((error as { fieldErrors: object }).fieldErrors)).toEqual(["__proto__"]);
    expect(({} as { status?: number }).status).toBeUndefined();
  });
});

describe("retries", () => {
  test("wait up to one, two and four seconds, jittered down to nothing", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const times: number[] = [];
    const { client } = serve(() => {
      times.push(Date.now());
      return new Response(null, { status: 503 });
    });
    const read = client.fetch(user, { user_id: 5 }).catch(() => "failed");
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(read).resolves.toBe("failed");
    expect(times.map((time) => time - (times[0] ?? 0))).toEqual([0, 1000, 3000, 7000]);
    vi.spyOn(Math, "random").mockReturnValue(0);
    times.length = 0;
    const again = client.fetch(user, { user_id: 6 }).catch(() => "failed");
    await vi.advanceTimersByTimeAsync(10);
    await again;
    expect(times).toHaveLength(4);
  });

  test.each([
    ["seconds", () => "7", 7000],
    ["a date", () => new Date(Date.now() + 9000).toUTCString(), 9000],
  ])("wait as long as Retry-After says, in %s", async (_, after, delay) => {
    vi.setSystemTime(1_700_000_000_000);
    const { client, sent } = serve(() =>
      sent.length === 1 ? new Response(null, { status: 429, headers: { "Retry-After": after() } }) : json(ada()),
    );
    const read = client.fetch(user, { user_id: 5 });
    await vi.advanceTimersByTimeAsync(delay - 1);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(read).resolves.toEqual(ada());
  });

  test("follow a connection that broke", async () => {
    const { client, sent } = serve(() => {
      if (sent.length === 1) throw new TypeError("fetch failed");
      return json(ada());
    });
    const read = client.fetch(user, { user_id: 5 });
    await vi.advanceTimersByTimeAsync(1000);
    await expect(read).resolves.toEqual(ada());
    expect(sent).toHaveLength(2);
  });

  test.each(["0", "-5", "Sat, 01 Jan 2000 00:00:00 GMT", "soon"])("wait as without it when Retry-After says %s", async (after) => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { client, sent } = serve(() => new Response(null, { status: 503, headers: { "Retry-After": after } }));
    const read = expect(client.fetch(user, { user_id: 5 })).rejects.toMatchObject({ status: 503, retryAfter: null });
    await vi.advanceTimersByTimeAsync(499);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(60_000);
    await read;
    expect(sent).toHaveLength(4);
    vi.restoreAllMocks();
  });

  test("don't wait for a server that asks for more than half a minute", async () => {
    const { client, sent } = serve(() => new Response(null, { status: 503, headers: { "Retry-After": "3600" } }));
    await expect(client.fetch(user, { user_id: 5 })).rejects.toMatchObject({ status: 503, retryAfter: 3_600_000 });
    expect(sent).toHaveLength(1);
  });

  test("are as many as the option says", async () => {
    const { client, sent } = serve(() => new Response(null, { status: 503 }), { retry: 0 });
    await expect(client.fetch(user, { user_id: 5 })).rejects.toMatchObject({ status: 503 });
    expect(sent).toHaveLength(1);
  });

  test("end when the last one leaves, and leave no timer", async () => {
    const { client, sent } = serve(() => new Response(null, { status: 503 }));
    const leave = client.entry(user, { user_id: 5 }).subscribe(() => {});
    await settled();
    leave();
    await settled();
    expect(vi.getTimerCount()).toBe(1); // the entry's own
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that an invalidation overtakes end too", async () => {
    const { client, sent } = serve(() => (sent.length === 1 ? new Response(null, { status: 503 }) : json(ada())));
    client.entry(user, { user_id: 5 }).subscribe(() => {});
    await settled();
    client.invalidate(user);
    await settled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(2);
  });
});
