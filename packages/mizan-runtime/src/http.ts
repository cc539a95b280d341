/**
 * The protocol over `fetch`: URLs and bodies out, JSON and errors in. What changes something
 * carries the CSRF token, to the page's own origin only.
 */
import { errorFrom } from "./error.js";
import { withRetry } from "./retry.js";
import { createSession, type CsrfOptions } from "./session.js";
import type { CallRequest, Transport } from "./transport.js";
import { callBody, toJson } from "./upload.js";

export interface HttpOptions {
  /** Where the backend answers. Default `/api/mizan`. */
  readonly baseUrl?: string | undefined;
  /** Sends the requests. Default the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** Headers of every request, or what yields them when one leaves. */
  readonly headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>) | undefined;
  /** Where the CSRF token is found and how it is sent, or false for none. */
  readonly csrf?: CsrfOptions | false | undefined;
}

/** Bytes of the longest URL that is sent. */
const MAX_URL = 2000;

export function httpTransport(
  { baseUrl = "/api/mizan", fetch: send, headers: given, csrf = {} }: HttpOptions,
  retries: number,
  observe: (response: Response) => void,
): Transport {
  const session =
    csrf && typeof document !== "undefined" && new URL(baseUrl, location.href).origin === location.origin
      ? createSession(csrf, () => withRetry(() => exchange("session/", {}), retries))
      : undefined;

  const exchange = async <Answer>(
    path: string,
    { fn, refresh, signal }: Partial<CallRequest>,
    body?: string | FormData,
    isReplay?: boolean,
  ): Promise<Answer> => {
    const headers = new Headers(typeof given === "function" ? await given() : given);
    if (typeof body === "string") headers.set("Content-Type", "application/json");
    if (refresh) headers.set("X-Mizan-Refresh", refresh);
    const renew = body && (await session?.(headers));
    const response = await (send ?? fetch)(`${baseUrl}/${path}`, {
      method: body ? "POST" : "GET",
      headers,
      body: body ?? null,
      signal: signal ?? null,
      redirect: body ? "error" : "follow", // it would take the token along
    });
    const { ok, status } = response;
    const text = await response.text();
    const answer = parsed(text);
    if (ok && (path === "session/" || isPromised(text, answer, fn))) return answer as Answer;
    if (!ok) observe(response);
    const after = response.headers.get("Retry-After");
    const error = errorFrom(answer, {
      code: ok ? "BAD_RESPONSE" : "HTTP_ERROR",
      kind: ok ? "protocol" : "http",
      message: `HTTP ${status}: expected JSON, got ${/^\s*</.test(text) ? "HTML" : text.slice(0, 80) || "nothing"}`,
      status,
      fn,
      requestId: response.headers.get("X-Request-ID") ?? undefined,
      retryAfter: after ? Math.max(0, Number(after) * 1000 || Date.parse(after) - Date.now()) : undefined,
    });
    if (!renew || isReplay || error.kind !== "csrf") throw error;
    await renew();
    return exchange(path, { fn, refresh, signal }, body, true);
  };

  return {
    read({ context, params, canonical, signal }) {
      const query = new URLSearchParams();
      for (const name in canonical) for (const text of [canonical[name] ?? []].flat()) query.append(name, text);
      const path = `ctx/${context}/`;
      const url = `${path}?${query}`.replace(/\?$/, "");
      const isLong = (baseUrl + url).length >= MAX_URL || /\[]/.test(JSON.stringify(canonical)); // no URL says []
      return isLong ? exchange(path, { signal }, toJson({ params })) : exchange(url, { signal });
    },
    call: (request) => exchange("call/", request, callBody(request.fn, request.args)),
  };
}

/** Whether an answer is what the protocol promises: an object, a call's with its result. */
function isPromised(text: string, answer: unknown, fn: string | undefined): boolean {
  const { error, code, result } = Object(answer);
  return /^\s*{/.test(text) && answer !== undefined && !(error === true && code) && (!fn || result !== undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
