/** How many requests a page costs: one for each context on it, and none twice. */
import { describe, expect } from "vitest";
import type { Person } from "../harness/seed.js";
import { test } from "../harness/test.js";

const pages: [path: string, person: Person | undefined, contexts: string[]][] = [
  ["/", undefined, ["cart", "catalog", "global"]],
  ["/?category=desk&category=kitchen&in_stock=1", "ada", ["cart", "catalog", "global"]],
  ["/products/5", "ada", ["cart", "global", "product"]],
  ["/compare/5/6", "ada", ["cart", "global", "product", "product"]],
  ["/compare/5/5", "ada", ["cart", "global", "product"]],
  ["/cart", "bob", ["cart", "global"]],
  ["/account", "ada", ["cart", "global", "user"]],
  ["/staff", "sam", ["cart", "global", "warehouse"]],
  ["/sign-in", undefined, ["cart", "global"]],
];

describe("a page loads one bundle per context", () => {
  test.for(pages)("%s", async ([path, person, contexts], { shop }) => {
    const tab = await shop.open(path, person);
    expect((await tab.asked()).map((name) => name.split("/")[0])).toEqual(contexts);
  });
});
