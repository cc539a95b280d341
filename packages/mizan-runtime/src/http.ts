/**
 * The protocol over `fetch`: URLs and bodies out, JSON and errors in. What changes something
 * carries the CSRF token, to the page's own origin only.
 */
import { asDjangoError, errorFrom } from "./error.js";
import { withRetry, type RetryOptions } from "./retry.js";
import { createSession, type CsrfOptions } from "./session.js";
import type { Bundle, CallAnswer, Transport } from "./transport.js";
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
  readonly fn?: string;
  /** Makes it a POST. */
  readonly body?: string | FormData;
  readonly refresh?: string;
  readonly signal?: AbortSignal | undefined;
}

const SESSION = "/session/";
/** Bytes of the longest URL that is sent. */
const MAX_URL = 2000;

export function httpTransport(
  { baseUrl = "/api/mizan", fetch: send, headers: given, credentials = "same-origin", csrf = {} }: HttpOptions,
  retry: RetryOptions,
  observe: (response: Response) => void,
): Transport {
  const session =
    csrf && typeof document !== "undefined" && new URL(baseUrl, location.href).origin === location.origin
      ? createSession(csrf, () => withRetry(() => exchange("/session/"), retry))
      : undefined;

  const exchange = async (path: string, message: Send = {}, isReplay?: boolean): Promise<Bundle> => {
    const current = session?.current();
    const { response, text } = await request(path, message);
    const { ok, status, headers } = response;
    const body = parsed(text);
    if (ok && (path === SESSION || isPromised(text, body, message.fn))) return body as Bundle;
    if (!ok) observe(response);
    const error = errorFrom(body, {
      code: ok ? "BAD_RESPONSE" : "HTTP_ERROR",
      kind: ok ? "protocol" : "http",
      message: `HTTP ${status}: expected JSON, got ${/^\s*</.test(text) ? "HTML" : text.slice(0, 80) || "nothing"}`,
      status,
      fn: message.fn,
      requestId: headers.get("X-Request-ID") ?? undefined,
      retryAfter: delayOf(headers.get("Retry-After")),
    });
    if (!session || isReplay || error.kind !== "csrf") throw error;
    await session.renew(current);
    return exchange(path, message, true);
  };

  const request = async (
    path: string,
    { fn, body, refresh, signal }: Send,
  ): Promise<{ response: Response; text: string }> => {
    const headers = new Headers(typeof given === "function" ? await given() : given);
    if (typeof body === "string") headers.set("Content-Type", "application/json");
    if (refresh) headers.set("X-Mizan-Refresh", refresh);
    const token = body && (await session?.token());
    if (session && token) headers.set(session.header, token);
    const method = body ? "POST" : "GET";
    const redirect = token ? "error" : "follow"; // it would take the token along
    try {
      const response = await (send ?? fetch)(baseUrl + path, {
        method, headers, credentials, redirect, body: body ?? null, signal: signal ?? null,
      });
      return { response, text: await response.text() };
    } catch (cause) {
      throw asDjangoError(cause, fn, signal);
    }
  };

  return {
    read({ context, params, canonical, signal }) {
      const pairs = Object.entries(canonical).flatMap(([name, value]) => [value].flat().map((text) => [name, text]));
      const path = `/ctx/${context}/`;
      const url = `${path}?${new URLSearchParams(pairs)}`.replace(/\?$/, "");
      const isUrl = (baseUrl + url).length <= MAX_URL && !/\[]/.test(JSON.stringify(canonical)); // no URL says []
      return isUrl ? exchange(url, { signal }) : exchange(path, { body: `{"params":${toJson(params)}}`, signal });
    },
    call({ fn, args, refresh, signal }) {
      return exchange("/call/", { fn, body: callBody(fn, args), refresh, signal }) as Promise<unknown> as Promise<CallAnswer>;
    },
  };
}

/** Whether an answer is what the protocol promises: an object, a call's with its result. */
function isPromised(text: string, body: unknown, fn: string | undefined): boolean {
  const { error, code, result } = Object(body);
  return /^\s*{/.test(text) && !!body && !(error === true && code) && (!fn || result !== undefined);
}

/** `Retry-After` in milliseconds; it holds seconds or a date. */
function delayOf(after: string | null): number | undefined {
  if (!after) return undefined;
  return Math.max(0, Number(after) * 1000 || Date.parse(after) - Date.now()) || undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
