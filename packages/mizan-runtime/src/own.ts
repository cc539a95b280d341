/** What `object` says itself: nothing inherited is ever found by a name from elsewhere. */
export function own<Value>(object: { readonly [name: string]: Value } | undefined, name: string): Value | undefined {
  return object && Object.hasOwn(object, name) ? object[name] : undefined;
}
