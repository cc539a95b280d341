/** The body of a call: JSON, or with files in it the multipart form that carries them. */

/** Files become null in the JSON, and each a part named by its JSON pointer in `args`. */
export function callBody(fn: string, args: unknown): string | FormData {
  const files: [pointer: string, file: Blob][] = [];
  const call = toJson({ fn, args: withoutFiles(args, "", files) });
  if (!files.length) return call;
  const form = new FormData();
  form.append("call", call);
  for (const [pointer, file] of files) form.append(pointer, file);
  return form;
}

/** JSON, in which an integer beyond the safe ones is text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? String(part) : part));
}

function withoutFiles(value: unknown, pointer: string, files: [string, Blob][]): unknown {
  if (value instanceof Blob) {
    files.push([pointer, value]);
    return null;
  }
  const inner = (key: string | number, part: unknown): unknown =>
    withoutFiles(part, `${pointer}/${String(key).replace(/~/g, "~0").replace(/\//g, "~1")}`, files);
  if (Array.isArray(value)) return value.map((part, index) => inner(index, part));
  if (typeof value !== "object" || !value || "toJSON" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inner(key, part)]));
}
