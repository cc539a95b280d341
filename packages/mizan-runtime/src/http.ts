/**
 * The protocol over `fetch`: URLs and bodies out, JSON and errors in. What changes something
 * carries the CSRF token, to the page's own origin only.
 */
import { asDjangoError, asRecord, DjangoError, errorFromBody } from "./error.js";
import { withRetry, type RetryOptions } from "./retry.js";
import { Session, type CsrfOptions } from "./session.js";
import type { Bundle, Transport } from "./transport.js";
import { callBody, toJson } from "./upload.js";

export interface HttpOptions {
  /** Where the backend answers. Default `/api/mizan`. */
  readonly baseUrl?: string | undefined;
  /** Sends the requests. Default the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of every request, or what yields them when one leaves. */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** `include` sends cookies to another origin. Default `same-origin`. */
  readonly credentials?: RequestCredentials | undefined;
  /** Where the CSRF token is found and how it is sent, or false for none. */
  readonly csrf?: CsrfOptions | false | undefined;
}

interface Send {
  readonly path: string;
  readonly fn?: string;
  /** Makes it a POST. */
  readonly body?: string | FormData;
  readonly refresh?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of the longest URL that is sent. */
const MAX_URL = 2000;

export function httpTransport(
  { baseUrl = "/api/mizan", fetch: send, headers: given, credentials = "same-origin", csrf = {} }: HttpOptions,
  retry: RetryOptions,
  observe: (response: Response) => void,
): Transport {
  const session =
    csrf && isOwnOrigin(baseUrl)
      ? new Session(csrf, () => withRetry(() => request({ path: "/session/" }).then(accepted), retry))
      : undefined;

  async function request({ path, fn, body, refresh, signal }: Send): Promise<Answer> {
    const headers = new Headers(typeof given === "function" ? await given() : given);
    headers.set("Accept", "application/json");
    if (typeof body === "string") headers.set("Content-Type", "application/json");
    if (refresh) headers.set("X-Mizan-Refresh", refresh);
    const token = body && (await session?.token());
    if (session && token) headers.set(session.header, token);
    const init: RequestInit = { headers, credentials, ...(signal && { signal }) };
    // A redirect would take the token along.
    if (body) Object.assign(init, { method: "POST", body, redirect: token ? "error" : "follow" });
    try {
      const response = await (send ?? fetch)(baseUrl + path, init);
      return { response, text: await response.text(), fn };
    } catch (cause) {
      throw asDjangoError(cause, fn, signal);
    }
  }

  async function exchange(message: Send, isReplay?: boolean): Promise<Bundle> {
    const refused = session?.current;
    const answer = await request(message);
    try {
      return bundleOf(answer);
    } catch (error) {
      if (!answer.response.ok) observe(answer.response);
      if (!session || isReplay || (error as DjangoError).kind !== "csrf") throw error;
    }
    await session.renew(refused);
    return exchange(message, true);
  }

  return {
    read({ context, params, canonical, signal }) {
      const query = new URLSearchParams();
      let inBody = false; // no URL says []
      for (const [name, value] of Object.entries(canonical)) {
        for (const text of [value].flat()) query.append(name, text);
        inBody ||= typeof value !== "string" && !value.length;
      }
      const path = `/ctx/${context}/`;
      const url = `${path}?${query}`.replace(/\?$/, "");
      inBody ||= (baseUrl + url).length > MAX_URL;
      return exchange(inBody ? { path, body: toJson({ params }), signal } : { path: url, signal });
    },
    async call({ fn, args, refresh, signal }) {
      const answer = await exchange({ path: "/call/", fn, body: callBody(fn, args), refresh, signal });
      const { result, invalidate, refreshed } = answer;
      if (result === undefined) throw unreadable("no result", fn);
      return { result, invalidate: list(invalidate), refreshed: list(refreshed) };
    },
  };
}

interface Answer {
  readonly response: Response;
  readonly text: string;
  readonly fn: string | undefined;
}

/** The body of an answer that is what the protocol promises. */
function bundleOf(answer: Answer): Bundle {
  const body = parsed(answer.text);
  const { error, code } = asRecord(body);
  if (error === true && typeof code === "string") throw refusal(answer, body);
  accepted(answer, body);
  if (typeof body === "object" && body && !Array.isArray(body)) return asRecord(body);
  throw unreadable(found(answer.text), answer.fn, answer.response);
}

function accepted(answer: Answer, body: unknown = parsed(answer.text)): void {
  if (!answer.response.ok) throw refusal(answer, body);
}

function refusal({ response: { status, headers }, text, fn }: Answer, body: unknown): DjangoError {
  const after = headers.get("Retry-After");
  const wait = after ? Number(after) * 1000 || Date.parse(after) - Date.now() : NaN;
  const requestId = headers.get("X-Request-ID") ?? undefined;
  const retryAfter = Math.max(0, wait) || undefined;
  return errorFromBody(body, { status, fn, requestId, retryAfter }, `expected JSON, got ${found(text)}`);
}

function unreadable(got: string, fn: string | undefined, response?: Response): DjangoError {
  const message = `Expected Mizan's JSON, got ${got}`;
  return new DjangoError({ code: "BAD_RESPONSE", message, kind: "protocol", status: response?.status, fn });
}

function found(text: string): string {
  if (/^\s*</.test(text)) return "HTML";
  return text ? text.slice(0, 80) : "an empty body";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function list<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value : [];
}

function isOwnOrigin(url: string): boolean {
  return typeof document !== "undefined" && new URL(url, location.href).origin === location.origin;
}
