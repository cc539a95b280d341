import fc from "fast-check";
import { expect, test } from "vitest";
import { share } from "../src/share.js";

test("what is equal is the same", () => {
  const old = { a: [1, { b: null }], c: "x" };
  expect(share(old, structuredClone(old))).toBe(old);
});

test("what changed is new, with the rest of the old in it", () => {
  const old = { a: [1, { b: null }], c: { d: 1 } };
  const next = share(old, { a: [1, { b: null }], c: { d: 2 } });
  expect(next).toEqual({ a: [1, { b: null }], c: { d: 2 } });
  expect((next as typeof old).a).toBe(old.a);
});

test.each([
  ["a key more", { a: 1 }, { a: 1, b: 2 }],
  ["a key less", { a: 1, b: 2 }, { a: 1 }],
  ["another key", { a: 1 }, { b: 1 }],
  ["a shorter list", [1, 2], [1]],
  ["a list for an object", {}, []],
  ["an object for a list", [], {}],
  ["null for an object", {}, null],
  ["an object for null", null, {}],
  ["dates, which are no plain data", new Date(0), new Date(1)],
])("%s", (_, old, next) => {
  expect(share(old, next)).toEqual(next);
  expect(share(old, next)).not.toBe(old);
});

test("whatever the old one is, the result says what the new one says", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (old, next) => {
      expect(share(old, next)).toEqual(next);
      expect(share(next, structuredClone(next))).toBe(typeof next === "object" && next !== null ? next : share(next, next));
    }),
  );
});

test("what nests deeper than the stack is taken as it comes", () => {
  const nest = (): unknown => JSON.parse(`${"[".repeat(50_000)}${"]".repeat(50_000)}`);
  const next = { deep: nest(), flat: [1] };
  const old = { deep: nest(), flat: [1] };
  expect(share(old, next).flat).toBe(old.flat);
});

test("a key named __proto__ stays data", () => {
  const next: object = share({}, JSON.parse('{"__proto__":{"polluted":1}}'));
  expect(JSON.stringify(next)).toBe('{"__proto__":{"polluted":1}}');
  expect(Object.getPrototypeOf(next)).toBe(Object.prototype);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
