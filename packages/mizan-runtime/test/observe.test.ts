import { expect, test, vi } from "vitest";
import vectors from "../../../fixtures/wire/invalidate-header.json" with { type: "json" };
import { canonicalParams } from "../src/canonical.js";
import type { AnyContext } from "../src/index.js";
import { formatInvalidation, type Invalidation } from "../src/invalidation.js";
import { parseInvalidations, withObserve } from "../src/observe.js";
import { ada, settled, setup, user } from "./harness.js";

type Written = { context: string; params: object };
const written = (entry: string | Written): Written =>
  typeof entry === "string" ? { context: entry, params: {} } : entry;

function canonical(types: Record<string, object>, { context, params }: Written): string {
  const declared = { name: context, params: types[context] as AnyContext["params"] };
  return context + JSON.stringify(canonicalParams(declared, { ...params }, true)).replace(/"\[(.*?)\]"/, (text) => JSON.parse(text));
}

test.each(vectors.write)("read: $name", ({ contexts, entries, header }) => {
  const read = parseInvalidations(header).map(({ context, params = {} }) => canonical(contexts, { context, params }));
  expect(read).toEqual(entries.map((entry) => canonical(contexts, written(entry))));
});

test.each(vectors.read)("read: $name", ({ header, entries }) => {
  const text = (value: unknown): unknown => (typeof value === "boolean" ? value : String(value));
  const plain = (entry: string | Written): object => {
    const { context, params } = written(entry);
    return { context, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, text(value)])) };
  };
  const read = parseInvalidations(header).map(({ context, params = {} }) => ({
    context,
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value === "1.50" ? "1.5" : value])),
  }));
  expect(read).toEqual(entries.map(plain));
});

test.each(vectors.malformed)("malformed: $name doesn't throw, and pollutes nothing", ({ header }) => {
  expect(() => parseInvalidations(header)).not.toThrow();
  expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
});

// The kernel names no instance that a quoted text can't say.
const isQuotable = ({ header, entries }: { header: string; entries: unknown[] }): boolean =>
  entries.length === 1 && !header.includes('=%"');
test.each(vectors.write.filter(isQuotable))("write and read back: $name", ({ contexts, entries }) => {
  const [entry] = entries.map(written);
  if (!entry) throw new Error("no entry");
  const types = contexts as Record<string, object>;
  const declared: AnyContext = { name: entry.context, params: types[entry.context] as AnyContext["params"] };
  const header = formatInvalidation(entry.context, canonicalParams(declared, { ...entry.params }));
  expect(parseInvalidations(header).map(({ context, params = {} }) => canonical(contexts, { context, params }))).toEqual([canonical(contexts, entry)]);
});

test("the kernel writes every value as text", () => {
  expect(formatInvalidation("user", { user_id: "5", q: 'a"b', tags: ["x"] })).toBe(
    'user;user_id="5";q="a\\"b";tags="[\\"x\\"]"',
  );
});

test("observe takes in the header of a response that the application fetched itself, and yields it", async () => {
  const { client, reads } = setup();
  const mizan = withObserve(client);
  expect(mizan).toBe(client);
  const [five, six] = [client.entry(user, { user_id: 5 }), client.entry(user, { user_id: 6 })];
  five.subscribe(() => {});
  six.subscribe(() => {});
  for (const read of reads) await read.answer(ada());
  const response = new Response(null, { headers: { "X-Mizan-Invalidate": "notifications, user;user_id=5" } });
  const { observe } = mizan;
  expect(observe(response)).toBe(response);
  await settled();
  expect(reads.slice(2).map(({ request }) => request.canonical)).toEqual([{ user_id: "5" }]);
});

test("what is observed reaches the other tabs, whichever came first", () => {
  const mizan = withObserve(setup().client);
  const receive = vi.fn<(entries: readonly Invalidation[]) => void>();
  mizan.receive = receive;
  mizan.observe(new Response(null, { headers: { "X-Mizan-Invalidate": "user" } }));
  expect(receive).toHaveBeenCalledExactlyOnceWith([{ context: "user", params: {} }]);
});

test("observe leaves a response without the header alone", () => {
  const mizan = withObserve(setup().client);
  const receive = vi.fn<(entries: readonly Invalidation[]) => void>();
  mizan.receive = receive;
  mizan.observe(new Response(null));
  expect(receive).not.toHaveBeenCalled();
});
