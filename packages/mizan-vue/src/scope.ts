/**
 * A scope ties a context of the backend to Vue's own way of reaching the nearest provider, and the
 * provider keeps one instance of it loaded for as long as it is mounted.
 */
import type { ContextRef, Entry } from "@mizan/runtime";
import { missingProvider, pascalCase } from "@mizan/runtime/missing";
import { computed, defineComponent, inject, provide, toValue } from "vue";
import type { ComputedRef, InjectionKey, MaybeRefOrGetter } from "vue";
import { useClient, type SlottedComponent } from "./client.js";
import { keepLoaded } from "./subscribe.js";

export interface Scope<P extends object, D extends object, F extends object> {
  readonly ref: ContextRef<P, D, F>;
  readonly nearest: InjectionKey<ComputedRef<Entry<D, F>>>;
}

export function createScope<P extends object, D extends object, F extends object>(ref: ContextRef<P, D, F>): Scope<P, D, F> {
  return { ref, nearest: Symbol(ref.name) };
}

/** Names that Vue keeps for itself: a param of such a name arrives as the prop `name_`. */
export const RESERVED_PROPS = ["class", "is", "key", "ref", "ref_for", "ref_key", "slot", "style"] as const;

/** A provider, whose props are the context's params; without any it has none, and not every name as `never`. */
export type ContextComponent<P extends object> = SlottedComponent<{
  readonly [N in keyof P as string extends N ? never : N extends (typeof RESERVED_PROPS)[number] ? `${N}_` : N]: P[N];
}>;

export function createProvider<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, name: string,
): ContextComponent<P>;
export function createProvider(
  { ref, nearest }: Scope<object, object, object>, name: string,
): unknown {
  const propOf = (param: string): string => (RESERVED_PROPS.some((name) => name === param) ? `${param}_` : param);
  const types = { integer: Number, number: Number, boolean: Boolean, string: String };
  const props = Object.entries(ref.params).map(([param, type]) => [
    propOf(param),
    // With its default spelled out, a boolean that isn't given stays absent; Vue would say false.
    { type: typeof type === "string" ? types[type] : Array, default: undefined },
  ]);
  return defineComponent(
    (given: Readonly<Record<string, unknown>>, { slots }) => {
      const client = useClient(`<${name}>`);
      const params = (): object => Object.fromEntries(Object.keys(ref.params).map((n) => [n, given[propOf(n)]]));
      const entry = computed(() => client.entry(ref, params()));
      provide(nearest, entry);
      keepLoaded(entry);
      return () => slots["default"]?.();
    },
    { name, props: Object.fromEntries(props) },
  );
}

/** The instance that `params` name or, without params, the nearest provider's. */
export function useEntry<P extends object, D extends object, F extends object>(
  scope: Scope<P, D, F>, hook: string, params: MaybeRefOrGetter<P> | undefined,
): ComputedRef<Entry<D, F>> {
  const caller = `use${pascalCase(hook)}()`;
  const client = useClient(caller);
  if (params) return computed(() => client.entry(scope.ref, toValue(params)));
  return inject(scope.nearest, undefined) ?? missingProvider(caller, scope.ref.name);
}
