/** Lets what htmx requests keep the rest of the page fresh, and follows the redirects of view paths. */
import { parseInvalidations } from "./observe.js";
import type { MizanClient } from "./types.js";

export interface HtmxOptions {
  /** Where htmx's events are heard. Default `document`. */
  readonly root?: EventTarget | undefined;
  /** Goes where an answer's `X-Mizan-Location` points. Default `location.assign`. */
  readonly navigate?: ((url: string) => void) | undefined;
}

interface HtmxDetail {
  readonly headers?: Record<string, string>;
  readonly xhr?: Pick<XMLHttpRequest, "getResponseHeader">;
}

/** Takes in `X-Mizan-Invalidate` of htmx's responses. Returns the way to stop. */
export function observeHtmx(client: MizanClient, options: HtmxOptions = {}): () => void {
  const { root = document, navigate = (url) => location.assign(url) } = options;
  const heard = new AbortController();
  const on = (name: string, listener: (detail: HtmxDetail) => void): void => {
    const handler = (event: Event): void => listener((event as CustomEvent<HtmxDetail>).detail);
    root.addEventListener(name, handler, { signal: heard.signal });
  };
  // A script can't read the headers of a redirect: the server answers 204 to those who say this.
  on("htmx:configRequest", ({ headers }) => {
    if (headers) headers["X-Mizan-Client"] = "1";
  });
  on("htmx:afterRequest", ({ xhr }) => {
    if (!xhr) return;
    const header = xhr.getResponseHeader("X-Mizan-Invalidate");
    if (header) client.receive(parseInvalidations(header));
    const target = xhr.getResponseHeader("X-Mizan-Location");
    // An answer from elsewhere may say anything, `javascript:` too.
    if (target && /^http/.test(new URL(target, "http://page").protocol)) navigate(target);
  });
  return () => heard.abort();
}
