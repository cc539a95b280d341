/**
 * The root: it hands one client to everything below it and keeps the context `global` loaded for as
 * long as it is mounted.
 */
import type { AnyContext, MizanClient } from "@mizan/runtime";
import { createContext, onMount } from "svelte";
import { missingRoot, orMissing } from "./missing.js";

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
  return orMissing(getClient, () => missingRoot(caller));
}
