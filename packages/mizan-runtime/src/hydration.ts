/**
 * From the server's render to the browser's first: the data that the page was rendered with travels
 * in it, as JSON that no content security policy minds.
 */
import { DjangoError, type DjangoErrorInit } from "./error.js";
import { own } from "./own.js";
import type { HydrationState, MizanClient, Seed } from "./types.js";

declare global {
  interface Window {
    /** The state of a page that sets it by script; a `<script type="application/json">` comes first. */
    __MIZAN_SSR_DATA__?: HydrationState;
  }
}

export interface ScriptOptions {
  /** The element's id. Default `mizan-data`. */
  readonly id?: string | undefined;
  /** For pages whose policy wants one on every script. */
  readonly nonce?: string | undefined;
}

/**
 * What `client` holds of answers, with what failed in them: that is shown as it was, and tried
 * again by the browser. A context that could not be read at all failed under no name, or, where older data is
 * shown beside that, under each name.
 */
export function dehydrate(client: MizanClient): HydrationState {
  const state: Record<string, Seed> = {};
  for (const { key, data, error, errors, updatedAt } of client.entries()) {
    const failures = error ? Object.keys(data ?? { "": 0 }).map((name) => [name, error] as const) : Object.entries(errors);
    // Not what they were caused by, which is the server's own.
    const $errors = Object.fromEntries(
      failures.map(([name, { code, message, details, kind, status, fn, requestId, retryAfter }]) => [
        name, { code, message, details, kind, status, fn, requestId, retryAfter },
      ]),
    );
    if (failures.length) state[key] = { data: { ...data, $errors }, updatedAt };
    else if (data) state[key] = { data, updatedAt };
  }
  return state;
}

/** The element that carries `state`; nothing in the data can end it or start another. */
export function hydrationScript(state: HydrationState, options: ScriptOptions = {}): string {
  const { id = "mizan-data", nonce } = options;
  const attributes = nonce === undefined ? "" : ` nonce="${escaped(nonce)}"`;
  return `<script type="application/json" id="${escaped(id)}"${attributes}>${escapedJson(state)}</script>`;
}

/** What the page carries; empty when it carries nothing. */
export function readHydration({ id = "mizan-data" }: Pick<ScriptOptions, "id"> = {}): HydrationState {
  if (typeof document === "undefined") return {};
  const text = document.getElementById(id)?.textContent;
  try {
    return (text ? (JSON.parse(text) as HydrationState) : window.__MIZAN_SSR_DATA__) ?? {};
  } catch {
    return {}; // the page was cut off on its way
  }
}

/** For the option `hydrate`: yields the data of each instance once, and reads the page when first asked. */
export function hydrate(state?: HydrationState): (key: string) => Seed | undefined {
  const used = new Set<string>();
  return (key) => {
    state ??= readHydration();
    const seed = used.has(key) ? undefined : own(state, key);
    if (!seed) return seed;
    used.add(key);
    const { $errors, ...data } = seed.data;
    return $errors ? { ...seed, data: { ...data, $errors: revived($errors) } } : seed;
  };
}

/** The errors as they were; a state that was made by hand may have those of the wire. */
function revived($errors: unknown): Record<string, unknown> {
  const revive = (error: unknown): unknown =>
    typeof Object(error).kind === "string" ? new DjangoError(error as DjangoErrorInit) : error;
  return Object.fromEntries(Object.entries(Object($errors)).map(([name, error]) => [name, revive(error)]));
}

function escapedJson(state: HydrationState): string {
  return JSON.stringify(state).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function escaped(attribute: string): string {
  return attribute.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
