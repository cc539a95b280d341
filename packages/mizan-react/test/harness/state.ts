/** What a client holds, as the page gets it. */
import type { HydrationState, MizanClient } from "@mizan/runtime";

export function stateOf(client: MizanClient): HydrationState {
  const seeds = [...client.entries()].flatMap(({ key, state: { data, updatedAt } }) =>
    data ? [[key, { data, updatedAt }] as const] : [],
  );
  return Object.fromEntries(seeds);
}
