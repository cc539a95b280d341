/** The cart: counts that change at once, orders that are placed once, and stock that runs out. */
import { describe, expect } from "vitest";
import { gone, shows } from "../harness/tab.js";
import { test } from "../harness/test.js";

interface UserBundle {
  readonly user_orders: { readonly total: number };
}

describe("a count", () => {
  test("shows before the server has answered", async ({ shop }) => {
    const tab = await shop.open("/cart", "bob");
    const { page } = tab;
    const count = page.getByRole("group", { name: "Count of Notebook" });
    const release = await tab.hold("set_cart_count");
    await count.getByRole("button", { name: "One more" }).click();
    await shows(
      count.getByText("3", { exact: true }),
      page.getByRole("link", { name: "Cart, 3 items" }),
      page.locator('.total[aria-busy="true"]', { hasText: "€19.80" }),
    );
    release();
    await shows(page.locator('.total[aria-busy="false"]', { hasText: "€29.70" }), count.getByText("3", { exact: true }));
  });

  test("goes back when the server refuses", async ({ shop }) => {
    await shop.elsewhere("ada").call("add_to_cart", { product_id: 8 });
    const tab = await shop.open("/cart", "ada");
    const { page } = tab;
    tab.expectProblem(/status of 409/);
    const line = page.getByRole("listitem").filter({ hasText: "Mechanical keyboard" });
    const count = line.getByRole("group", { name: "Count of Mechanical keyboard" });
    const release = await tab.hold("set_cart_count");
    await count.getByRole("button", { name: "One more" }).click();
    await shows(count.getByText("2", { exact: true }), page.getByRole("link", { name: "Cart, 2 items" }));
    release();
    await shows(
      line.getByRole("alert").getByText("Only 1 left of Mechanical keyboard."),
      count.getByText("1", { exact: true }),
      page.getByRole("link", { name: "Cart, 1 item" }),
    );
  });

  test("ends at what was clicked last, however quickly", async ({ shop }) => {
    const tab = await shop.open("/cart", "bob");
    const { page } = tab;
    const count = page.getByRole("group", { name: "Count of Notebook" });
    await tab.inOrder("set_cart_count");
    for (let i = 0; i < 3; i++) await count.getByRole("button", { name: "One more" }).click();
    await shows(count.getByText("5", { exact: true }));
    await tab.settled();
    await shows(count.getByText("5", { exact: true }), page.locator(".total", { hasText: "€49.50" }));
    await page.reload();
    await shows(count.getByText("5", { exact: true }));
  });

  test("of none takes the thing out", async ({ shop }) => {
    const tab = await shop.open("/cart", "bob");
    const { page } = tab;
    await page.getByRole("button", { name: "Remove" }).click();
    await shows(page.getByText("Nothing in your cart yet."), page.getByRole("link", { name: "Cart, empty" }));
  });
});

describe("an order", () => {
  test("is placed in one request, and everything is fresh", async ({ shop }) => {
    const tab = await shop.open("/cart", "bob");
    const { page } = tab;
    await tab.asked();
    await page.getByRole("button", { name: "Place order" }).click();
    await shows(page.getByText("Order 24 is placed. Thank you!"), page.getByRole("link", { name: "Cart, empty" }));
    expect(await tab.asked()).toEqual(["place_order"]);
  });

  test("is placed once, however quickly it is clicked", async ({ shop }) => {
    const tab = await shop.open("/cart", "bob");
    const { page } = tab;
    await page.getByRole("button", { name: "Place order" }).evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await shows(page.getByRole("link", { name: "Cart, empty" }));
    await tab.settled();
    const { user_orders } = await shop.elsewhere("bob").read<UserBundle>("user/?user_id=2");
    expect(user_orders.total).toBe(1);
    // The second click may have found the cart empty.
    if (tab.problems.length > 0) tab.expectProblem(/status of 409/);
    else await shows(page.getByText("Order 24 is placed. Thank you!"));
  });

  test("says what it can't have when the stock ran out meanwhile", async ({ shop }) => {
    await shop.elsewhere("ada").call("add_to_cart", { product_id: 8 });
    const tab = await shop.open("/cart", "ada");
    const { page } = tab;
    tab.expectProblem(/status of 409/);
    const bob = shop.elsewhere("bob");
    await bob.call("add_to_cart", { product_id: 8 });
    await bob.call("place_order");

    await page.getByRole("button", { name: "Place order" }).click();
    await shows(page.getByRole("alert").getByText("Mechanical keyboard is sold out."));
    await shows(page.getByRole("link", { name: "Cart, 1 item" }));
    const { user_orders } = await shop.elsewhere("ada").read<UserBundle>("user/?user_id=1");
    expect(user_orders.total).toBe(23);
  });

  test("leads to its receipt", async ({ shop }) => {
    const tab = await shop.open("/cart", "bob");
    const { page } = tab;
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("link", { name: "Receipt" }).click();
    await shows(page.getByRole("heading", { name: "Receipt 24" }), page.getByRole("cell", { name: "Notebook" }));
  });
});

test("the last one can be added once", async ({ shop }) => {
  const tab = await shop.open("/products/8", "ada");
  const { page } = tab;
  tab.expectProblem(/status of 409/);
  const add = page.getByRole("button", { name: "Add to cart" });
  await add.click();
  await shows(page.getByText("Added to your cart."));
  await add.click();
  await shows(page.getByRole("alert").getByText("Only 1 left of Mechanical keyboard."));
  await gone(page.getByText("Added to your cart."));
  await shows(page.getByRole("link", { name: "Cart, 1 item" }));
});

test("what is sold out can't be added", async ({ shop }) => {
  const { page } = await shop.open("/products/4", "ada");
  expect(await page.getByRole("button", { name: "Sold out" }).isDisabled()).toBe(true);
});
