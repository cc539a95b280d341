/**
 * `X-Mizan-Invalidate` of responses that the kernel didn't ask for itself: the application's own
 * `fetch`, forms, pages.
 */
import type { ScopedInvalidation } from "./invalidation.js";
import type { MizanClient } from "./types.js";

const MEMBER_OR_PARAM =
  /(?:^|,)\s*([a-z*][^\s,;]*)|; *([a-z*][\w.*-]*)(?:=(%?"(?:\\.|[^"\\])*"|[^\s,;]+))?/gi;

/** A response, or whatever else has its headers. */
export interface Observable {
  readonly headers: { get(name: string): string | null };
}

export interface Observing {
  /** Takes in what a response made stale, and yields it: `fetch(url).then(mizan.observe)`. */
  readonly observe: <Answer extends Observable>(response: Answer) => Answer;
}

/** Gives the client itself the method, which needs no `this`. */
export function withObserve<Client extends MizanClient>(client: Client): Client & Observing {
  return Object.assign(client, {
    observe<Answer extends Observable>(response: Answer): Answer {
      const header = response.headers.get("X-Mizan-Invalidate");
      if (header) client.receive(parseInvalidations(header));
      return response;
    },
  });
}

/**
 * The entries of a header, an RFC 9651 list of tokens with parameters. Of a malformed one it reads
 * what it can: then too much is stale, and not too little.
 */
export function parseInvalidations(header: string): ScopedInvalidation[] {
  const entries: ScopedInvalidation[] = [];
  let params: Record<string, unknown> = {};
  for (const [, context, param, value] of header.matchAll(MEMBER_OR_PARAM)) {
    if (context) entries.push({ context, params: (params = {}) });
    if (param) params[param] = parseValue(value);
  }
  return entries;
}

/** As text, or a boolean: what it is in the end, the param's declared type says. */
function parseValue(value: string | undefined): string | boolean {
  if (!value || value[0] === "?") return value !== "?0";
  if (value[0] === "%") return decoded(value.slice(2, -1));
  return value[0] === '"' ? value.slice(1, -1).replace(/\\(.)/g, "$1") : value;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // bytes that are not UTF-8
  }
}
