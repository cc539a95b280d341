/** Fetches again what is on screen when the user comes back to it: other people's changes. */
import type { MizanClient } from "./types.js";

export interface RefetchOptions {
  /** Milliseconds from which on an answer is fetched again. Default 30,000 on focus, 0 on reconnect. */
  readonly olderThan?: number | undefined;
}

/** When the page is looked at again, or comes back from the browser's cache. Returns the way to stop. */
export function refetchOnFocus(client: MizanClient, { olderThan = 30_000 }: RefetchOptions = {}): () => void {
  const heard = new AbortController();
  const refetch = (): void => {
    if (document.visibilityState === "visible") refetchMounted(client, olderThan);
  };
  document.addEventListener("visibilitychange", refetch, { signal: heard.signal });
  window.addEventListener("focus", refetch, { signal: heard.signal });
  window.addEventListener("pageshow", refetch, { signal: heard.signal });
  return () => heard.abort();
}

/** When the browser is online again. Returns the way to stop. */
export function refetchOnReconnect(client: MizanClient, { olderThan = 0 }: RefetchOptions = {}): () => void {
  const heard = new AbortController();
  window.addEventListener("online", () => refetchMounted(client, olderThan), { signal: heard.signal });
  return () => heard.abort();
}

function refetchMounted(client: MizanClient, olderThan: number): void {
  for (const entry of client.entries()) {
    const { isFetching, updatedAt, refetch } = entry.getSnapshot();
    const isOld = Date.now() - updatedAt >= olderThan;
    if (entry.listeners.size && !isFetching && isOld) void refetch();
  }
}
