/**
 * The root: it hands one client to everything below it and keeps the context `global` loaded for as
 * long as it is mounted.
 */
import type { AnyContext, MizanClient } from "@mizan/runtime";
import { missingRoot } from "@mizan/runtime/missing";
import { createContext, onMount } from "svelte";

const [getClient, setClient] = /*#__PURE__*/ createContext<MizanClient>();

/** Hands `client` to the component that calls this and to all below it. */
export function setMizanContext(client: MizanClient, global?: AnyContext): void {
  setClient(client);
  if (global) onMount(() => client.entry(global, {}).subscribe(() => {}));
}

/** The client of the nearest root. */
export function useMizan(): MizanClient {
  return useClient("useMizan()");
}

export function useClient(caller: string): MizanClient {
  try {
    return getClient();
  } catch (cause) {
    // Anything else is Svelte's own advice, such as on a call after an await.
    if (cause instanceof Error && cause.message.includes("missing_context")) return missingRoot(caller, true);
    throw cause;
  }
}
