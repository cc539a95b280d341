/**
 * For users' tests: a server in memory that speaks the real wire format, to be given to a client as
 * its `fetch`, and a way to put data into a client without any request.
 */
import { canonicalParams, matches, paramText } from "./canonical.js";
import type { Invalidation } from "./invalidation.js";
import { parseInvalidations } from "./observe.js";
import type { Bundle, Refreshed } from "./transport.js";
import type { AnyContext, ContextRef, FunctionRef, MizanClient } from "./types.js";

/** What a handler throws to answer with a declared or a standard error. */
export class ServerError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: unknown;

  constructor(code: string, status = 400, details: unknown = null, message: string = code) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

export interface CallOutcome<Output> {
  readonly result: Output;
  readonly invalidate?: readonly Invalidation[] | undefined;
}

export interface FakeServer {
  /** For `createMizan({ fetch: server.fetch })`. */
  readonly fetch: typeof fetch;
  /** `GET /api/mizan/ctx/user/?user_id=5`, one per request, oldest first. */
  readonly log: readonly string[];
  /** Answers a context: one handler per function. One that yields undefined has no key in the bundle. */
  context<Params extends object, Data extends object, Failures extends object>(
    ref: ContextRef<Params, Data, Failures>,
    handlers: NoInfer<{ readonly [Name in keyof Data]: (params: Params) => Data[Name] | Promise<Data[Name]> }>,
  ): void;
  /** Answers a function; `invalidate` of what it yields says what it made stale. */
  mutation<Input, Output, Failure>(
    ref: FunctionRef<Input, Output, Failure>,
    handler: NoInfer<(args: Input) => CallOutcome<Output> | Promise<CallOutcome<Output>>>,
  ): void;
}

type ContextHandlers = Readonly<Record<string, (params: object) => unknown>>;

/** `baseUrl` is the client's. Default `/api/mizan`. */
export function createFakeServer({ baseUrl = "/api/mizan" }: { readonly baseUrl?: string } = {}): FakeServer {
  const contexts = new Map<string, { readonly ref: AnyContext; readonly handlers: ContextHandlers }>();
  const mutations = new Map<string, (args: never) => unknown>();
  const log: string[] = [];

  const readContext = async (name: string, params: object): Promise<Bundle> => {
    const context = contexts.get(name);
    if (!context) throw new ServerError("NOT_FOUND", 404, null, `There is no context ${name}`);
    const bundle: Record<string, unknown> = {};
    const failures: [string, ServerError][] = [];
    for (const [fn, handler] of Object.entries(context.handlers).sort()) {
      try {
        const data = await handler(params);
        if (data !== undefined) bundle[fn] = data;
      } catch (error) {
        failures.push([fn, asServerError(error)]);
      }
    }
    const [first] = failures;
    if (!first) return bundle;
    if (!Object.keys(bundle).length) throw first[1];
    return { ...bundle, $errors: Object.fromEntries(failures.map(([fn, error]) => [fn, envelope(error)])) };
  };

  const runCall = async (request: Request): Promise<Response> => {
    const { fn, args } = await readCall(request);
    const handler = mutations.get(fn);
    if (!handler) throw new ServerError("NOT_FOUND", 404, null, `There is no function ${fn}`);
    const { result, invalidate = [] } = (await handler(args as never)) as CallOutcome<unknown>;
    if (!invalidate.length) return json({ result });
    const refreshed = await refresh(request.headers.get("X-Mizan-Refresh") ?? "", invalidate);
    const header = invalidate.map((entry) => headerMember(entry, (name) => contexts.get(name)?.ref)).join(", ");
    return json({ result, invalidate, ...(refreshed.length && { refreshed }) }, 200, { "X-Mizan-Invalidate": header });
  };

  const refresh = async (header: string, stale: readonly Invalidation[]): Promise<Refreshed[]> => {
    const refreshed: Refreshed[] = [];
    for (const { context, params = {} } of parseInvalidations(header)) {
      const ref = contexts.get(context)?.ref;
      if (ref && refreshed.length < 8 && stale.some((entry) => isStale(ref, params, entry))) {
        const typed = typedParams(ref, params);
        const data = await readContext(context, typed).catch(() => undefined);
        // As a backend does: the client asks again for what failed.
        if (data && !("$errors" in data)) refreshed.push({ context, params: typed, data });
      }
    }
    return refreshed;
  };

  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const path = url.pathname.slice(new URL(baseUrl, request.url).pathname.length);
    const [, context] = /^\/ctx\/([^/]+)\/$/.exec(path) ?? [];
    const methods = context ? ["GET", "POST"] : path === "/call/" ? ["POST"] : path === "/session/" ? ["GET"] : undefined;
    if (!methods) throw new ServerError("NOT_FOUND", 404);
    if (!methods.includes(request.method)) {
      return failed(new ServerError("METHOD_NOT_ALLOWED", 405), { Allow: methods.join(", ") });
    }
    if (path === "/session/") return new Response(null, { status: 204, headers: NO_STORE });
    if (context === undefined) return runCall(request);
    const ref = contexts.get(context)?.ref ?? { name: context, params: {} };
    const values = request.method === "POST" ? await postedParams(request) : queryParams(ref, url.searchParams);
    return json(await readContext(context, typedParams(ref, values)));
  };

  return {
    log,
    async fetch(input, init) {
      const url = new URL(input instanceof Request ? input.url : input, "http://fake.test");
      const request = new Request(url, init ?? (input instanceof Request ? input : undefined));
      log.push(`${request.method} ${url.pathname}${url.search}`);
      const response = await answer(request).catch((error: unknown) => failed(asServerError(error)));
      init?.signal?.throwIfAborted();
      return response;
    },
    context(ref, handlers) {
      contexts.set(ref.name, { ref, handlers: handlers as unknown as ContextHandlers });
    },
    mutation(ref, handler) {
      mutations.set(ref.name, handler as (args: never) => unknown);
    },
  };
}

/** Puts `data` into `client` as if it had just been answered. */
export function seed<Params extends object, Data extends object, Failures extends object>(
  client: MizanClient,
  context: ContextRef<Params, Data, Failures>,
  params: NoInfer<Params>,
  data: NoInfer<Data>,
): void {
  const { key } = client.entry(context, params);
  for (const held of client.entries()) if (held.key === key) held.take(data as unknown as Bundle);
}

function isStale(ref: AnyContext, params: Bundle, entry: Invalidation): boolean {
  const { context, params: wanted = {} } = typeof entry === "string" ? { context: entry } : entry;
  return context === ref.name && matches(canonicalParams(ref, wanted, true), canonicalParams(ref, params));
}

/** Numbers and booleans as themselves, as a backend's own types would have them. */
function typedParams(ref: AnyContext, values: Bundle): Bundle {
  const fields: Record<string, string[]> = {};
  const typed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(canonicalParams(ref, values))) {
    const type = ref.params[name];
    try {
      typed[name] = typeof value === "string" ? typedParam(type, value) : value.map((item) => typedParam(type?.[0], item));
    } catch {
      fields[name] = [`This is not of type ${JSON.stringify(type)}`];
    }
  }
  if (Object.keys(fields).length) throw new ServerError("VALIDATION_ERROR", 422, { fields, form: [] });
  return typed;
}

function typedParam(type: unknown, text: string): unknown {
  if (type === "string") return text;
  const value: unknown = JSON.parse(text);
  if (type === "integer" ? !Number.isInteger(value) : typeof value !== type) throw new TypeError(text);
  return value;
}

function queryParams(ref: AnyContext, query: URLSearchParams): Bundle {
  const values: [string, unknown][] = [];
  query.forEach((_, name) => {
    values.push([name, typeof ref.params[name] === "object" ? query.getAll(name) : query.get(name)]);
  });
  return Object.fromEntries(values);
}

async function postedParams(request: Request): Promise<Bundle> {
  const { params }: { params?: Bundle } = await readable(request.json());
  return params ?? {};
}

async function readCall(request: Request): Promise<{ fn: string; args: unknown }> {
  if (request.headers.get("Content-Type") === "application/json") return readable(request.json());
  const form = await readable(request.formData());
  const call: { fn: string; args: unknown } = JSON.parse(String(form.get("call")));
  form.forEach((file, pointer) => {
    if (pointer !== "call") place(call.args, pointer.split("/").slice(1), file);
  });
  return call;
}

/** A body that can't be read is the caller's fault. */
async function readable<Body>(body: Promise<Body>): Promise<Body> {
  return body.catch((cause: unknown) => {
    throw new ServerError("BAD_REQUEST", 400, null, String(cause));
  });
}

/** Puts a file where its JSON pointer says. */
function place(target: unknown, [first = "", ...rest]: readonly string[], file: unknown): void {
  const key = first.replace(/~1/g, "/").replace(/~0/g, "~");
  const holder = target as Record<string, unknown>;
  if (rest.length) place(holder[key], rest, file);
  else holder[key] = file;
}

/** An entry of a body as a member of `X-Mizan-Invalidate`, by the types of its context's params. */
function headerMember(entry: Invalidation, find: (name: string) => AnyContext | undefined): string {
  if (typeof entry === "string") return entry;
  const { context, params } = entry;
  const ref = find(context) ?? { name: context, params: {} };
  const members = Object.entries(canonicalParams(ref, params, true)).map(
    ([name, value]) => `;${name}=${headerValue(ref.params[name], paramText(value))}`,
  );
  return context + members.join("");
}

/** RFC 9651: what no bare item can say is a string, and what no string can say is a display string. */
function headerValue(type: unknown, text: string): string {
  if (type === "boolean") return text === "true" ? "?1" : "?0";
  if (type === "integer" && /^-?\d{1,15}$/.test(text)) return text;
  if (type === "number" && /^-?(\d{1,15}|\d{1,12}\.\d{1,3})$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return `"${text.replace(/["\\]/g, "\\$&")}"`;
  const bytes = [...new TextEncoder().encode(text)].map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x25
      ? `%${byte.toString(16).padStart(2, "0")}`
      : String.fromCharCode(byte),
  );
  return `%"${bytes.join("")}"`;
}

function envelope({ code, message, details }: ServerError): object {
  return { code, message, details };
}

function asServerError(error: unknown): ServerError {
  return error instanceof ServerError ? error : new ServerError("INTERNAL_ERROR", 500, null, String(error));
}

const NO_STORE = { "Cache-Control": "no-store" };

function json(body: object, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...NO_STORE, ...headers },
  });
}

function failed(failure: ServerError, headers?: Readonly<Record<string, string>>): Response {
  return json({ error: envelope(failure) }, failure.status, headers);
}
