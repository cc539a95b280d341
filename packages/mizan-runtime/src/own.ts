/// <reference lib="es2022.object" />
/** What may be asked of things from elsewhere, whatever they turn out to be. */

/** What `object` says itself: nothing inherited is ever found by a name from elsewhere. */
export function own<Value>(object: { readonly [name: string]: Value } | undefined, name: string): Value | undefined {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** Whether it is what JSON calls an object. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object(value) === value && !Array.isArray(value);
}

/** What was to be a list, as one. */
export function listOf(value: unknown): readonly unknown[] {
  return [value ?? []].flat();
}
