/** Fields that the server refuses, and a file that it takes. */
import { deflateSync, crc32 } from "node:zlib";
import type { Locator } from "playwright-core";
import { describe, expect } from "vitest";
import { gone, shows } from "../harness/tab.js";
import { test } from "../harness/test.js";

/** What assistive technology says of a field beside its name. */
function description(field: Locator): Promise<string> {
  return field.evaluate((element) => {
    const ids = (element.getAttribute("aria-describedby") ?? "").split(" ");
    return ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
  });
}

describe("a field that the server refused", () => {
  test("says why until it is right", async ({ shop }) => {
    const tab = await shop.open("/products/5", "ada");
    tab.expectProblem(/status of 422/);
    const form = tab.page.getByRole("form", { name: "Write a review" });
    await form.getByRole("radio", { name: "5 stars" }).check({ force: true });
    await form.getByLabel("Your review").fill("No");
    await form.getByRole("button", { name: "Send review" }).click();

    await shows(form.getByRole("alert").getByText("Check the marked fields."));
    const field = form.getByLabel("Your review");
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await description(field)).toMatch(/at least 3/);

    await field.fill("Now it is long enough.");
    await form.getByRole("button", { name: "Send review" }).click();
    await shows(tab.page.getByText("Thank you for your review."), tab.page.getByText("Now it is long enough."));
  });

  test("is one of several", async ({ shop }) => {
    const tab = await shop.open("/account", "ada");
    tab.expectProblem(/status of 422/);
    const form = tab.page.getByRole("form", { name: "Profile" });
    await form.getByLabel("E-mail").fill("nowhere");
    await form.getByRole("button", { name: "Save" }).click();
    await shows(form.getByRole("alert"));
    const email = form.getByLabel("E-mail");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    expect(await description(email)).toBe("Enter a valid email address.");
    expect(await form.getByLabel("Name").getAttribute("aria-invalid")).not.toBe("true");
    expect(await email.inputValue()).toBe("nowhere");
  });
});

test("a second review is a declared error", async ({ shop }) => {
  const tab = await shop.open("/products/2", "ada");
  tab.expectProblem(/status of 409/);
  const form = tab.page.getByRole("form", { name: "Write a review" });
  await form.getByRole("radio", { name: "5 stars" }).check({ force: true });
  await form.getByLabel("Your review").fill("Better every year indeed.");
  await form.getByRole("button", { name: "Send review" }).click();
  await shows(form.getByRole("alert").getByText("You have reviewed this product before."));
});

describe("an upload", () => {
  test("becomes the picture, here and in the header", async ({ shop }) => {
    const tab = await shop.open("/account", "ada");
    const { page } = tab;
    await tab.asked();
    const form = page.getByRole("form", { name: "Picture" });
    await form.getByLabel("Choose a picture").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: png() });
    await shows(page.getByRole("img", { name: "Preview" }));
    await form.getByRole("button", { name: "Upload" }).click();
    await shows(form.getByText("Uploaded."));
    const picture = page.getByRole("img", { name: "Your picture" });
    await shows(picture);
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(2);
    await shows(page.getByRole("banner").locator("img"));
    expect(await tab.asked()).toEqual(["upload"]);
  });

  test("that is no picture is refused, with the reason at the field", async ({ shop }) => {
    const tab = await shop.open("/account", "ada");
    tab.expectProblem(/status of 422/);
    const form = tab.page.getByRole("form", { name: "Picture" });
    const file = { name: "me.png", mimeType: "image/png", buffer: Buffer.from("<svg onload=alert(1)>") };
    await form.getByLabel("Choose a picture").setInputFiles(file);
    await form.getByRole("button", { name: "Upload" }).click();
    await shows(form.getByText("Choose a PNG, JPEG, GIF or WebP picture."));
    await gone(tab.page.getByRole("img", { name: "Your picture" }));
  });
});

/** Two pixels by two. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 2, 0, 0, 0]);
  const pixels = Buffer.from([0, 255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 255, 255, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
