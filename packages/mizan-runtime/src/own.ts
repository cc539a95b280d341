/** What an object says itself; nothing inherited is ever found by a name from elsewhere. */
export function own<Value>(object: { readonly [name: string]: Value } | undefined, name: string): Value | undefined;
export function own(object: object | undefined, name: string): unknown;
export function own(object: { readonly [name: string]: unknown } | undefined, name: string): unknown {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
