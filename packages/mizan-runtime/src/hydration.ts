/**
 * From the server's render to the browser's first: the data that the page was rendered with travels
 * in it, as JSON that no content security policy minds.
 */
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

/** What `client` holds of data that was answered; failures are left for the browser to try again. */
export function dehydrate(client: MizanClient): HydrationState {
  const state: Record<string, Seed> = {};
  for (const { key, getSnapshot } of client.entries()) {
    const { status, data, updatedAt } = getSnapshot();
    if (status === "success") state[key] = { data: data as Seed["data"], updatedAt };
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
  const text = document.getElementById(id)?.textContent;
  return (text ? (JSON.parse(text) as HydrationState) : window.__MIZAN_SSR_DATA__) ?? {};
}

/** For the option `hydrate`: yields the data of each instance once, and reads the page when first asked. */
export function hydrate(state?: HydrationState): (key: string) => Seed | undefined {
  const used = new Set<string>();
  return (key) => {
    state ??= readHydration();
    const seed = used.has(key) ? undefined : own(state, key);
    if (seed) used.add(key);
    return seed;
  };
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
