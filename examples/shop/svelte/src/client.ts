/** The one client of the page: what a lost session means, and when to look again. */
import { refetchOnFocus, refetchOnReconnect } from "@mizan/runtime/focus";
import { shareAcrossTabs } from "@mizan/runtime/tabs";
import type { MizanClient } from "@mizan/runtime";
import { cartContext, createMizan, globalContext } from "./mizan/protocol";

export const client: MizanClient = createMizan({
  async fetch(...request) {
    const response = await fetch(...request);
    if (response.status === 401) {
      client.invalidate(globalContext);
      client.invalidate(cartContext);
    }
    return response;
  },
});

refetchOnFocus(client);
refetchOnReconnect(client);
shareAcrossTabs(client);
