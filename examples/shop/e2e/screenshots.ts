/** Takes the pictures of the README, `docs/images/shop-*.png`: `npm run screenshots --workspace shop-e2e`. */
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import type { Person } from "./harness/seed.js";
import { test } from "./harness/test.js";

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly person: Person;
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
}

const shots: Shot[] = [
  { name: "catalogue", path: "/", person: "bob", width: 1280, height: 860, colorScheme: "light" },
  { name: "product", path: "/products/1", person: "ada", width: 1280, height: 860, colorScheme: "dark" },
  { name: "cart", path: "/cart", person: "bob", width: 390, height: 900, colorScheme: "light" },
];

test.for(shots)("$name", async ({ name, path, person, width, height, colorScheme }, { shop }) => {
  const visitor = shop.elsewhere("bob");
  for (const product_id of [1, 5]) await visitor.call("add_to_cart", { product_id });
  const tab = await shop.tab(person);
  await tab.page.setViewportSize({ width, height });
  await tab.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await tab.goto(path);
  const file = fileURLToPath(new URL(`../../../docs/images/shop-${name}.png`, import.meta.url));
  const picture = await tab.page.screenshot({ path: file });
  expect(picture.length).toBeLessThan(150_000);
});
