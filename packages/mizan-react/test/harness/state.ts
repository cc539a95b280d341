/** What a client holds, as the page gets it. */
import type { HydrationState, MizanClient } from "@mizan/runtime";

export function stateOf(client: MizanClient): HydrationState {
  const seeds = [...client.entries()].flatMap((entry) => {
    const { data, updatedAt } = entry.state();
    return data ? [[entry.key, { data, updatedAt }] as const] : [];
  });
  return Object.fromEntries(seeds);
}
