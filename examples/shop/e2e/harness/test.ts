/** What every test gets: the shop as it was seeded, on a server of its file's own, and a browser. */
import { cp, mkdtemp, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { expect, inject, test as base } from "vitest";
import { launchChromium } from "../../../../packages/mizan-react/test/harness/chromium.js";
import { Backend } from "./backend.js";
import type { Person } from "./seed.js";
import { Tab } from "./tab.js";
import { Visitor } from "./visitor.js";

export class Shop {
  readonly backend: Backend;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #tabs: Tab[] = [];

  constructor(backend: Backend, browser: Browser) {
    this.backend = backend;
    this.#browser = browser;
  }

  /** A tab in which `person` is signed in, in a browser that nobody has used. */
  async tab(person?: Person): Promise<Tab> {
    const { url } = this.backend;
    const context = await this.#browser.newContext({ baseURL: url, locale: "en-GB" });
    context.setDefaultTimeout(30_000);
    this.#contexts.push(context);
    if (person) await context.addCookies([{ name: "sessionid", value: inject("sessions")[person], url, httpOnly: true }]);
    return this.#open(context);
  }

  async open(path: string, person?: Person): Promise<Tab> {
    const tab = await this.tab(person);
    await tab.goto(path);
    return tab;
  }

  /** Another tab of the same browser. */
  async beside(tab: Tab): Promise<Tab> {
    return this.#open(tab.page.context());
  }

  /** Somebody who uses the shop from elsewhere. */
  elsewhere(person: Person): Visitor {
    return new Visitor(this.backend.url, inject("sessions")[person]);
  }

  async #open(context: BrowserContext): Promise<Tab> {
    const tab = await Tab.open(context);
    this.#tabs.push(tab);
    return tab;
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    expect(this.#tabs.flatMap((tab) => tab.verdict())).toEqual([]);
    expect(this.backend.log).not.toContain("Traceback");
  }
}

export const test = base
  .extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
    const browser = await launchChromium();
    onCleanup(() => browser.close());
    return browser;
  })
  .extend("folder", { scope: "file" }, async ({}, { onCleanup }) => {
    const folder = await mkdtemp(join(tmpdir(), "mizan-shop-"));
    onCleanup(() => rm(folder, { recursive: true }));
    return folder;
  })
  .extend("backend", { scope: "file" }, async ({ folder }, { onCleanup }) => {
    const backend = new Backend(folder, inject("frontEnd"));
    onCleanup(() => backend.kill());
    return backend;
  })
  .extend("shop", async ({ browser, backend, folder, task }, { onCleanup }) => {
    // A link, because a request of the test before may still have the old database open.
    await cp(inject("seeded"), join(folder, task.id), { recursive: true });
    await symlink(join(task.id, "db.sqlite3"), join(folder, "next"));
    await rename(join(folder, "next"), join(folder, "db.sqlite3"));
    const shop = new Shop(backend, browser);
    onCleanup(() => shop.close());
    backend.log = "";
    await backend.start();
    return shop;
  });
