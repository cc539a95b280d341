/**
 * The protocol over `fetch`: URLs and bodies out, JSON and errors in. What changes something
 * carries the CSRF token, to the page's own origin only.
 */
import { errorFrom } from "./error.js";
import { isFields } from "./own.js";
import { withRetry } from "./retry.js";
import { createSession, type CsrfOptions } from "./session.js";
import type { CallRequest, Transport } from "./transport.js";

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

type Send = Partial<Pick<CallRequest, "name" | "refresh" | "signal">>;

/** Characters of the longest URL or header that is sent. */
export const MAX_LENGTH = 2000;

/** `retries` says how often a failed read is tried again. */
export function httpTransport(
  { baseUrl = "/api/mizan", fetch: send, headers: given, csrf = {} }: HttpOptions,
  retries: number,
): Transport {
  const session =
    csrf &&
    typeof document !== "undefined" &&
    new URL(baseUrl, document.baseURI).origin === location.origin &&
    createSession(csrf, () => withRetry(() => exchange("session/", {}), retries));

  const exchange = async <Answer>(
    path: string,
    request: Send,
    body?: string | FormData,
    isReplay?: boolean,
  ): Promise<Answer> => {
    const { name: fn, refresh, signal } = request;
    const headers = new Headers(typeof given === "function" ? await given() : given);
    if (typeof body === "string") headers.set("Content-Type", "application/json");
    if (refresh) headers.set("X-Mizan-Refresh", refresh);
    const renew = fn && session && (await session(headers));
    // A redirect would take the token along.
    const post = body && { method: "POST", redirect: "error", body };
    const response = await (send ?? fetch)(`${baseUrl}/${path}`, { headers, signal, ...post } as RequestInit);
    const text = await response.text();
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      // said below
    }
    if (response.ok && (isFields(answer) ? !fn || "result" in answer : path === "session/")) return answer as Answer;
    const { error } = Object(answer);
    const after = `${response.headers.get("Retry-After")}`;
    const wait = Number(after) * 1000 || Date.parse(after) - Date.now();
    const refusal = errorFrom(error === true ? answer : error, {
      kind: response.ok ? "protocol" : "http",
      message: `HTTP ${response.status} ${text.slice(0, 99)}`,
      status: response.status,
      fn,
      requestId: response.headers.get("X-Request-ID"),
      retryAfter: wait > 0 ? wait : null,
    });
    if (!renew || isReplay || refusal.kind !== "csrf") throw refusal;
    await renew();
    return exchange(path, request, body, true);
  };

  return {
    read({ context, canonical, signal }) {
      const query = `${new URLSearchParams(
        Object.entries(canonical).flatMap(([name, value]) => [value].flat().map((text) => [name, text])),
      )}`;
      const path = `ctx/${context}/`;
      const url = path + (query && `?${query}`);
      const params = JSON.stringify({ params: canonical });
      const isUrl = (baseUrl + url).length < MAX_LENGTH && !/\[]/.test(params); // no URL says []
      return withRetry(() => (isUrl ? exchange(url, { signal }) : exchange(path, { signal }, params)), retries, signal);
    },
    call(request) {
      const { name: fn, args, body } = request;
      return exchange("call/", request, body?.(fn, args) ?? JSON.stringify({ fn, args }));
    },
  };
}
