/**
 * The protocol over `fetch`: URLs and bodies out, JSON and errors in. What changes something
 * carries the CSRF token, to the page's own origin only.
 */
import { asDjangoError, errorFrom } from "./error.js";
import { withRetry, type RetryOptions } from "./retry.js";
import { createSession, type CsrfOptions } from "./session.js";
import type { Transport } from "./transport.js";
import { callBody } from "./upload.js";

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

  const exchange = async (path: string, message: Send = {}, isReplay?: boolean): Promise<Record<string, unknown>> => {
    const { fn, body = null, refresh, signal = null } = message;
    const current = session?.current();
    const headers = new Headers(typeof given === "function" ? await given() : given);
    if (typeof body === "string") headers.set("Content-Type", "application/json");
    if (refresh) headers.set("X-Mizan-Refresh", refresh);
    const token = body && (await session?.token());
    if (session && token) headers.set(session.header, token);
    let response: Response;
    let text: string;
    try {
      const method = body ? "POST" : "GET";
      const redirect = token ? "error" : "follow"; // which would take the token along
      response = await (send ?? fetch)(baseUrl + path, { method, headers, body, signal, credentials, redirect });
      text = await response.text();
    } catch (cause) {
      throw asDjangoError(cause, fn, signal ?? undefined);
    }
    const { ok, status } = response;
    const answer = parsed(text);
    if (ok && (path === "/session/" || isPromised(text, answer, fn))) return answer;
    if (!ok) observe(response);
    const error = errorFrom(answer, {
      code: ok ? "BAD_RESPONSE" : "HTTP_ERROR",
      kind: ok ? "protocol" : "http",
      message: `HTTP ${status}: expected JSON, got ${/^\s*</.test(text) ? "HTML" : text.slice(0, 80) || "nothing"}`,
      ...
    });
  };
