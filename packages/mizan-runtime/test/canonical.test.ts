import { expect, test } from "vitest";
import vectors from "../../../fixtures/wire/canonical-params.json" with { type: "json" };
import { canonicalParams, matches } from "../src/canonical.js";
import type { AnyContext } from "../src/index.js";

function context(params: object): AnyContext {
  return { name: "c", params: params as AnyContext["params"] };
}

test.each(vectors.canonical)("$name", ({ params, values, canonical }) => {
  expect(JSON.stringify(canonicalParams(context(params), values))).toBe(canonical);
});

test.each(vectors.same)("$name", ({ params, values, canonical }) => {
  for (const value of values) expect(JSON.stringify(canonicalParams(context(params), value))).toBe(canonical);
});

test.each(vectors.match)("match: $name", ({ params, entry, instance, matches: expected }) => {
  const declared = context(params);
  expect(matches(canonicalParams(declared, entry, true), canonicalParams(declared, instance))).toBe(expected);
});

test("a list that travelled in a header matches the list", () => {
  const declared = context({ ids: ["integer"] });
  expect(matches(canonicalParams(declared, { ids: '["1","2"]' }, true), canonicalParams(declared, { ids: [1, 2] }))).toBe(true);
});

test("a value that isn't of its type stands as its own text and never as another's", () => {
  const of = (value: unknown): string => JSON.stringify(canonicalParams(context({ n: "integer" }), { n: value }));
  expect(of("")).toBe('{"n":""}');
  expect(of("abc")).toBe('{"n":"abc"}');
  expect(of(NaN)).toBe('{"n":"NaN"}');
  expect(of(5.5)).toBe('{"n":"5.5"}');
  expect(of(true)).toBe('{"n":"true"}');
});
