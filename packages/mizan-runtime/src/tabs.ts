/** Lets an invalidation in one tab reach the others. */
import type { Invalidation } from "./invalidation.js";
import type { MizanClient } from "./types.js";

export interface TabsOptions {
  /**
   * Names those who belong together. Give clients of different backends different names.
   * Default `mizan`.
   */
  readonly channel?: string | undefined;
}

/** Tells the other tabs, and hears from them. Returns the way to stop. */
export function shareAcrossTabs(client: MizanClient, { channel = "mizan" }: TabsOptions = {}): () => void {
  const { receive } = client;
  const tabs = new BroadcastChannel(channel);
  let isOpen = true;
  client.receive = (entries, mark) => {
    receive(entries, mark);
    // As JSON, because a framework's proxies can't be sent.
    if (isOpen && entries.length) tabs.postMessage(JSON.stringify(entries));
  };
  tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") receive(JSON.parse(data) as readonly Invalidation[]);
  };
  return () => {
    isOpen = false;
    tabs.close();
  };
}
