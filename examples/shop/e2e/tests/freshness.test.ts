/** What a mutation made stale is new everywhere, and nothing else is asked for. */
import { describe, expect } from "vitest";
import { gone, shows } from "../harness/tab.js";
import { test } from "../harness/test.js";

describe("a mutation in one component", () => {
  test("refreshes another that the server named, and not a third", async ({ shop }) => {
    const tab = await shop.open("/products/9", "ada");
    const { page } = tab;
    await tab.asked();
    // Unknown to the page: it would show if the product were read again.
    await shop.elsewhere("sam").call("restock", { product_id: 9, count: 5 });

    await page.getByRole("button", { name: "Add to cart" }).click();
    await shows(page.getByRole("link", { name: "Cart, 1 item" }));
    expect(await tab.asked()).toEqual(["add_to_cart"]);
    await shows(page.getByText("20 in stock"));

    await page.reload();
    await shows(page.getByText("25 in stock"));
  });

  test("refreshes the page of its user, and the header", async ({ shop }) => {
    const tab = await shop.open("/account", "ada");
    const { page } = tab;
    await tab.asked();
    const form = page.getByRole("form", { name: "Profile" });
    await form.getByLabel("Name").fill("Countess of Lovelace");
    await form.getByRole("button", { name: "Save" }).click();
    await shows(form.getByText("Saved."), page.getByRole("banner").getByRole("link", { name: "Countess of Lovelace" }));
    expect(await tab.asked()).toEqual(["update_profile"]);
  });

  test("refreshes a screen that is opened afterwards", async ({ shop }) => {
    const tab = await shop.open("/staff", "sam");
    const { page } = tab;
    const row = page.getByRole("row", { name: "Honey jar" });
    await row.getByLabel("How many").fill("40");
    await row.getByRole("button", { name: "Restock" }).click();
    await shows(page.getByText("Honey jar: 40 in stock."));
    await gone(row);
    expect(await tab.asked()).toEqual(["cart/", "global/", "restock", expect.stringMatching(/^warehouse/)]);

    await page.getByRole("link", { name: "Catalogue" }).click();
    await shows(page.getByRole("article", { name: "Honey jar" }).getByText("40 in stock"));
  });
});

describe("of two products side by side", () => {
  const review = "Sheds light on everything.";

  test("the one that was reviewed is refreshed in the same answer", async ({ shop }) => {
    const tab = await shop.open("/compare/5/6", "ada");
    await tab.asked();
    const lamp = tab.page.getByRole("article", { name: "Desk lamp" });
    const pen = tab.page.getByRole("article", { name: "Fountain pen" });
    // Unknown to the page: it would show if that product were read again.
    await shop.elsewhere("bob").call("review_product", { product_id: 6, stars: 1, text: "It leaks." });

    await lamp.getByRole("radio", { name: "4 stars" }).check({ force: true });
    await lamp.getByLabel("Your review").fill(review);
    await lamp.getByRole("button", { name: "Send review" }).click();
    await shows(lamp.getByRole("listitem").getByText(review), lamp.getByText("4.0 of 5 stars"));
    expect(await tab.asked()).toEqual(["review_product"]);
    await shows(pen.getByText("No reviews yet"));
  });

  test("a server that sends no fresh data is asked for that one alone", async ({ shop }) => {
    const tab = await shop.open("/compare/5/6", "ada");
    await tab.asked();
    await tab.page.route("**/api/mizan/call/", async (route) => {
      const { "x-mizan-refresh": _, ...headers } = route.request().headers();
      await route.fallback({ headers });
    });

    const lamp = tab.page.getByRole("article", { name: "Desk lamp" });
    await lamp.getByRole("radio", { name: "4 stars" }).check({ force: true });
    await lamp.getByLabel("Your review").fill(review);
    await lamp.getByRole("button", { name: "Send review" }).click();
    await shows(lamp.getByRole("listitem").getByText(review));
    expect(await tab.asked()).toEqual(["product/?product_id=5", "review_product"]);
  });
});

describe("a second tab follows", () => {
  test("when the cart changes", async ({ shop }) => {
    const tab = await shop.open("/products/6", "ada");
    const other = await shop.beside(tab);
    await other.goto("/cart");
    await shows(other.page.getByText("Nothing in your cart yet."));
    await tab.page.getByRole("button", { name: "Add to cart" }).click();
    await shows(
      other.page.getByRole("group", { name: "Count of Fountain pen" }),
      other.page.getByRole("link", { name: "Cart, 1 item" }),
    );
  });

  test("when its user signs out", async ({ shop }) => {
    const tab = await shop.open("/", "ada");
    const other = await shop.beside(tab);
    await other.goto("/account");
    await tab.page.getByRole("button", { name: "Sign out" }).click();
    await shows(other.page.getByText("Sign in to see your account."));
    await gone(other.page.getByRole("link", { name: "Ada Lovelace" }));
  });
});
