/**
 * The body of a call that may hold files. Only generated functions that take some name it, so that it
 * weighs nothing elsewhere.
 */

/** JSON or, with files in it, a form: files become null in the JSON, and each a part named by its JSON pointer. */
export function multipart(fn: string, args: unknown): string | FormData {
  const pointers = new Map<unknown, string>();
  let form: FormData | undefined;
  const json = JSON.stringify(args, function (this: unknown, key: string, value: unknown): unknown {
    const parent = pointers.get(this);
    const pointer = parent === undefined ? "" : `${parent}/${key.replace(/~/g, "~0").replace(/\//g, "~1")}`;
    pointers.set(value, pointer);
    if (!(value instanceof Blob)) return value;
    (form ??= new FormData()).append(pointer, value);
    return null;
  });
  const call = `{"fn":"${fn}","args":${json}}`;
  form?.append("call", call);
  return form ?? call;
}
