/**
 * The root: it hands one client to everything below it and keeps the context `global` loaded for as
 * long as it is mounted.
 */
import { createMizan, type AnyContext, type MizanClient, type MizanOptions } from "@mizan/runtime";
import { missingRoot } from "@mizan/runtime/missing";
import * as Vue from "vue";
import { keepLoaded } from "./subscribe.js";

export interface MizanContextProps {
  /** The client to hand out, for good. Without one, the root makes its own from `options`. */
  readonly client?: MizanClient | undefined;
  readonly options?: MizanOptions | undefined;
}

/** A component as templates and `h` see it: its props, and a default slot. */
export type SlottedComponent<Props> = new (props: Props & Vue.PublicProps) => {
  readonly $props: Props & Vue.PublicProps;
  readonly $slots: { readonly default?: () => Vue.VNodeChild };
};

/** A root that keeps the context `global`, if the schema has one. */
export function createRoot(global?: AnyContext): SlottedComponent<MizanContextProps> {
  return Vue.defineComponent(
    ({ client, options }: MizanContextProps, { slots }) => {
      const current = client ?? createMizan(options);
      Vue.provide(clientKey, current);
      if (global) keepLoaded(Vue.shallowRef(current.entry(global, {})));
      return () => slots["default"]?.();
    },
    { name: "MizanContext", props: ["client", "options"] },
  );
}

export const MizanContext: SlottedComponent<MizanContextProps> = /*#__PURE__*/ createRoot();

/** For `app.use(createMizanPlugin(), client)`, in the place of a `<MizanContext>`. */
export function createMizanPlugin(global?: AnyContext): Vue.Plugin<[client: MizanClient]> {
  return (app, client) => {
    app.provide(clientKey, client);
    // A server never unmounts an application, so nothing would let go of the context again.
    if (!global || typeof document === "undefined") return;
    app.onUnmount(client.entry(global, {}).subscribe(() => {}));
  };
}

export function useClient(caller: string): MizanClient {
  if (!Vue.hasInjectionContext()) throw new Error(`${caller} belongs in setup(), before any await`);
  return Vue.inject(clientKey, undefined) ?? missingRoot(caller);
}

/** The client of the nearest root. */
export const useMizan = (): MizanClient => useClient("useMizan()");

const clientKey: Vue.InjectionKey<MizanClient> = /*#__PURE__*/ Symbol("mizan");
