/** A network that is slow and a server that goes away: what is on the screen stays, and says so. */
import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { gone, shows } from "../harness/tab.js";
import { test } from "../harness/test.js";

const unreachable = "The shop can't be reached. Try again in a moment.";

/** The number of products that were found: "4 products" is not a part of "14 products". */
const found = (page: Page, count: string): Locator => page.getByText(count, { exact: true });

describe("on a slow network", () => {
  test("the first answer is waited for in a skeleton", async ({ shop }) => {
    const tab = await shop.tab();
    const release = await tab.hold("catalog");
    await tab.page.goto("/");
    const busy = tab.page.locator('main .loaded[aria-busy="true"]');
    await shows(busy.first());
    expect(await busy.getByText("Loading…").count()).toBeGreaterThan(0);
    release();
    await shows(tab.page.getByRole("article", { name: "Desk lamp" }));
    await gone(busy.first(), tab.page.getByText("Loading…").first());
  });

  test("old data stays until there is new", async ({ shop }) => {
    const tab = await shop.open("/");
    const { page } = tab;
    const release = await tab.hold("catalog");
    await page.getByRole("checkbox", { name: "In stock" }).check();
    await shows(page.locator('main .loaded[aria-busy="true"]').first(), page.getByRole("article", { name: "Honey jar" }));
    release();
    await shows(found(page, "13 products"));
    await gone(page.getByRole("article", { name: "Honey jar" }), page.locator('.loaded[aria-busy="true"]').first());
  });

  test("what is typed meanwhile stays when the products arrive", async ({ shop }) => {
    const tab = await shop.open("/");
    const { page } = tab;
    const search = page.getByRole("search", { name: "Products" });
    const release = await tab.hold("catalog");
    await search.getByRole("checkbox", { name: "Desk" }).check();
    await search.getByRole("searchbox", { name: "Search" }).fill("lamp");
    release();
    await shows(found(page, "4 products"));
    expect(await search.getByRole("searchbox", { name: "Search" }).inputValue()).toBe("lamp");
    await search.getByRole("button", { name: "Search" }).click();
    await shows(found(page, "1 product"));
  });

  test("a button says what it is doing, and can't be clicked again", async ({ shop }) => {
    const tab = await shop.open("/products/6", "ada");
    const { page } = tab;
    const release = await tab.hold("add_to_cart");
    await page.getByRole("button", { name: "Add to cart" }).click();
    const adding = page.getByRole("button", { name: "Adding…" });
    await shows(adding, page.getByRole("link", { name: "Cart, 1 item" }));
    expect(await adding.isDisabled()).toBe(true);
    release();
    await shows(page.getByText("Added to your cart."));
    expect(await page.getByRole("button", { name: "Add to cart" }).isEnabled()).toBe(true);
  });

  test("the answer that was asked for last wins", async ({ shop }) => {
    const tab = await shop.open("/");
    const { page } = tab;
    const release = await tab.hold("in_stock");
    await page.getByRole("checkbox", { name: "In stock" }).check();
    await shows(page.locator('main .loaded[aria-busy="true"]').first());
    await page.goBack();
    await shows(found(page, "14 products"));
    release();
    await tab.settled();
    await shows(found(page, "14 products"), page.getByRole("article", { name: "Honey jar" }));
  });
});

describe("when the server goes away and comes back", () => {
  test("what was read stays, and can be tried again", async ({ shop }) => {
    const tab = await shop.open("/");
    const { page } = tab;
    tab.expectProblem(/ERR_CONNECTION_REFUSED/);
    await shop.backend.kill();
    await page.getByRole("checkbox", { name: "In stock" }).check();
    const alert = page.getByRole("alert").filter({ hasText: unreachable });
    await shows(alert, page.getByRole("article", { name: "Honey jar" }));

    await shop.backend.start();
    await alert.getByRole("button", { name: "Retry" }).click();
    await shows(found(page, "13 products"));
    await gone(alert, page.getByRole("article", { name: "Honey jar" }));
  });

  test("what was written is not lost, and can be sent again", async ({ shop }) => {
    const tab = await shop.open("/products/5", "ada");
    const { page } = tab;
    tab.expectProblem(/ERR_CONNECTION_REFUSED/);
    const form = page.getByRole("form", { name: "Write a review" });
    await form.getByRole("radio", { name: "4 stars" }).check({ force: true });
    await form.getByLabel("Your review").fill("Written in the dark.");
    await shop.backend.kill();
    await form.getByRole("button", { name: "Send review" }).click();
    await shows(form.getByRole("alert").getByText(unreachable));

    await shop.backend.start();
    await form.getByRole("button", { name: "Send review" }).click();
    await shows(page.getByText("Thank you for your review."), page.getByText("Written in the dark."));
  });
});

describe("back and forward", () => {
  test("show each address as it was, without asking again", async ({ shop }) => {
    const tab = await shop.open("/");
    const { page } = tab;
    const search = page.getByRole("search", { name: "Products" });
    await search.getByRole("checkbox", { name: "Desk" }).check();
    await shows(found(page, "4 products"));
    await search.getByRole("searchbox", { name: "Search" }).fill("lamp");
    await search.getByRole("button", { name: "Search" }).click();
    await shows(found(page, "1 product"));
    await page.getByRole("link", { name: "Desk lamp" }).click();
    await shows(page.getByRole("heading", { name: "Desk lamp", level: 1 }));
    await tab.asked();

    await page.goBack();
    await shows(found(page, "1 product"));
    await page.goBack();
    await shows(found(page, "4 products"));
    expect(await search.getByRole("searchbox", { name: "Search" }).inputValue()).toBe("");
    expect(await search.getByRole("checkbox", { name: "Desk" }).isChecked()).toBe(true);
    await page.goBack();
    await shows(found(page, "14 products"));
    expect(await search.getByRole("checkbox", { name: "Desk" }).isChecked()).toBe(false);

    await page.goForward();
    await page.goForward();
    await shows(found(page, "1 product"));
    expect(await search.getByRole("searchbox", { name: "Search" }).inputValue()).toBe("lamp");
    await page.goForward();
    await shows(page.getByRole("heading", { name: "Desk lamp", level: 1 }));
    expect(await tab.asked()).toEqual([]);
  });

  test("turn the pages of a list", async ({ shop }) => {
    const tab = await shop.open("/account", "ada");
    const { page } = tab;
    await page.getByRole("link", { name: "Next" }).click();
    await shows(page.getByRole("article", { name: "Order 13" }), page.getByText("Page 2 of 3"));
    await gone(page.getByRole("article", { name: "Order 23" }));
    await page.goBack();
    await shows(page.getByRole("article", { name: "Order 23" }), page.getByText("Page 1 of 3"));
    await gone(page.getByRole("article", { name: "Order 13" }));
  });
});

test("a slice that fails leaves the rest of its context alone", async ({ shop }) => {
  const tab = await shop.open("/account?page=5000", "ada");
  const { page } = tab;
  await shows(page.getByRole("region", { name: "Orders" }).getByRole("alert"), page.getByRole("form", { name: "Profile" }));
  await gone(page.getByRole("form", { name: "Profile" }).getByRole("alert"));
});
