/** Each screen under axe, in light and dark, and what a keyboard and a screen reader meet on the way. */
import axe from "axe-core";
import { describe, expect } from "vitest";
import type { Person } from "../harness/seed.js";
import { shows } from "../harness/tab.js";
import type { Tab } from "../harness/tab.js";
import { test } from "../harness/test.js";

const screens: [path: string, person: Person | undefined][] = [
  ["/", undefined],
  ["/products/1", "ada"],
  ["/compare/5/6", "ada"],
  ["/cart", "bob"],
  ["/account", "ada"],
  ["/staff", "sam"],
  ["/sign-in", undefined],
  ["/nowhere", undefined],
];

async function violations({ page }: Tab): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await page.evaluate<axe.AxeResults>("axe.run()");
    for (const { id, nodes } of violations) {
      found.push(...nodes.map((node) => `${colorScheme}: ${id}: ${node.html} ${node.failureSummary}`));
    }
  }
  return found;
}

describe("axe finds nothing, in light and dark, on", () => {
  test.for(screens)("%s", async ([path, person], { shop }) => {
    const tab = await shop.open(path, person);
    expect(await violations(tab)).toEqual([]);
  });

  test("a form with errors", async ({ shop }) => {
    const tab = await shop.open("/products/1", "ada");
    tab.expectProblem(/status of 422/);
    await tab.page.getByRole("button", { name: "Send review" }).click();
    await shows(tab.page.getByRole("alert"));
    expect(await violations(tab)).toEqual([]);
  });
});

describe("with a keyboard", () => {
  test("the first stop leads past the navigation", async ({ shop }) => {
    const { page } = await shop.open("/");
    await page.keyboard.press("Tab");
    const skip = page.getByRole("link", { name: "Skip to content" });
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("content");
  });

  test("a new page begins at its heading, and names the document", async ({ shop }) => {
    const { page } = await shop.open("/");
    expect(await page.title()).toBe("Catalogue · Mizan shop");
    await page.getByRole("link", { name: "Desk lamp" }).click();
    await shows(page.getByRole("heading", { name: "Desk lamp", level: 1 }));
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Desk lamp");
    await expect.poll(() => page.title()).toBe("Desk lamp · Mizan shop");
  });
});
