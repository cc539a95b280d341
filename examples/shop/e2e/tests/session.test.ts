/** Signing in, up and out, and sessions that change while a page is open. */
import { describe, expect } from "vitest";
import { gone, shows } from "../harness/tab.js";
import { test } from "../harness/test.js";

describe("signing in", () => {
  test("shows who it is, and signing out hides it again", async ({ shop }) => {
    const tab = await shop.open("/sign-in?next=/account");
    const { page } = tab;
    const form = page.getByRole("form", { name: "Sign in" });
    await form.getByLabel("Username").fill("ada");
    await form.getByLabel("Password").fill("open sesame");
    await form.getByRole("button", { name: "Sign in" }).click();

    const banner = page.getByRole("banner");
    await shows(
      page.getByRole("heading", { name: "Account", level: 1 }),
      banner.getByRole("link", { name: "Ada Lovelace" }),
      page.getByRole("article", { name: "Order 23" }),
    );
    expect(new URL(page.url()).pathname).toBe("/account");

    await banner.getByRole("button", { name: "Sign out" }).click();
    await shows(banner.getByRole("link", { name: "Sign in" }), page.getByText("Sign in to see your account."));
    await gone(banner.getByRole("link", { name: "Ada Lovelace" }), page.getByRole("article", { name: "Order 23" }));
  });

  test("says so when the password is wrong", async ({ shop }) => {
    const tab = await shop.open("/sign-in");
    tab.expectProblem(/status of 422/);
    const form = tab.page.getByRole("form", { name: "Sign in" });
    await form.getByLabel("Username").fill("ada");
    await form.getByLabel("Password").fill("close sesame");
    await form.getByRole("button", { name: "Sign in" }).click();

    await shows(form.getByRole("alert").getByText("This name and this password don't belong together."));
    await shows(tab.page.getByRole("banner").getByRole("link", { name: "Sign in" }));
  });

  test("brings along the cart of who signed in", async ({ shop }) => {
    const tab = await shop.open("/sign-in");
    await shows(tab.page.getByRole("link", { name: "Cart, empty" }));
    const form = tab.page.getByRole("form", { name: "Sign in" });
    await form.getByLabel("Username").fill("bob");
    await form.getByLabel("Password").fill("open sesame");
    await form.getByRole("button", { name: "Sign in" }).click();
    await shows(tab.page.getByRole("link", { name: "Cart, 2 items" }));
  });
});

test("a name that is taken comes with suggestions to click", async ({ shop }) => {
  const tab = await shop.open("/sign-in");
  tab.expectProblem(/status of 409/);
  const form = tab.page.getByRole("form", { name: "Sign up" });
  await form.getByLabel("Username").fill("ada");
  await form.getByLabel("Password").fill("a long way home");
  await form.getByRole("button", { name: "Sign up" }).click();
  const alert = form.getByRole("alert");
  await shows(alert.getByText("That name is taken."));
  expect(await alert.getByRole("button").allInnerTexts()).toEqual(["ada2", "ada3", "ada4"]);

  await alert.getByRole("button", { name: "ada3" }).click();
  expect(await form.getByLabel("Username").inputValue()).toBe("ada3");
  await form.getByRole("button", { name: "Sign up" }).click();
  await shows(tab.page.getByRole("banner").getByRole("link", { name: "ada3" }));
});

describe("a session that changes under an open page", () => {
  const rotations = {
    "a token that is gone": undefined,
    "a token that the server doesn't take": "worn-out",
  };

  test.for(Object.entries(rotations))("%s is renewed, and the mutation succeeds", async ([, value], { shop }) => {
    const tab = await shop.open("/products/6", "ada");
    const context = tab.page.context();
    await context.clearCookies({ name: "csrftoken" });
    if (value !== undefined) {
      tab.expectProblem(/status of 403/);
      await context.addCookies([{ name: "csrftoken", value, url: shop.backend.url }]);
    }
    await tab.asked();

    await tab.page.getByRole("button", { name: "Add to cart" }).click();
    await shows(tab.page.getByText("Added to your cart."), tab.page.getByRole("link", { name: "Cart, 1 item" }));
    const refused = value === undefined ? [] : ["add_to_cart"];
    expect(await tab.asked()).toEqual(["add_to_cart", ...refused, "session/"]);
  });

  test("somebody else's, in another tab, is the first tab's too", async ({ shop }) => {
    const tab = await shop.open("/products/6", "ada");
    const other = await shop.beside(tab);
    await other.goto("/");
    await other.page.getByRole("button", { name: "Sign out" }).click();
    await other.page.getByRole("banner").getByRole("link", { name: "Sign in" }).click();
    const form = other.page.getByRole("form", { name: "Sign in" });
    await form.getByLabel("Username").fill("bob");
    await form.getByLabel("Password").fill("open sesame");
    await form.getByRole("button", { name: "Sign in" }).click();

    const banner = tab.page.getByRole("banner");
    await shows(banner.getByRole("link", { name: "Bob Ross" }), banner.getByRole("link", { name: "Cart, 2 items" }));
    await tab.page.getByRole("button", { name: "Add to cart" }).click();
    await shows(tab.page.getByText("Added to your cart."), banner.getByRole("link", { name: "Cart, 3 items" }));
  });

  test("one that is over asks to sign in, and leads back", async ({ shop }) => {
    const tab = await shop.open("/products/6", "ada");
    const { page } = tab;
    tab.expectProblem(/status of 401/);
    await page.context().clearCookies({ name: "sessionid" });
    await page.getByRole("button", { name: "Add to cart" }).click();
    const alert = page.getByRole("alert");
    await shows(alert.getByText("Sign in to do that."));
    await gone(page.getByRole("banner").getByRole("link", { name: "Ada Lovelace" }));

    await alert.getByRole("link", { name: "Sign in" }).click();
    const form = page.getByRole("form", { name: "Sign in" });
    await form.getByLabel("Username").fill("ada");
    await form.getByLabel("Password").fill("open sesame");
    await form.getByRole("button", { name: "Sign in" }).click();
    await shows(page.getByRole("heading", { name: "Fountain pen", level: 1 }));
    await page.getByRole("button", { name: "Add to cart" }).click();
    await shows(page.getByRole("link", { name: "Cart, 1 item" }));
  });
});
