/**
 * One page of the fixtures in a real browser, with what a test wants to know of it: what it shows,
 * what went wrong on it, and what it left behind.
 */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import "./page.js";
import { watchLeftovers } from "./leftovers.js";

export class Tab {
  readonly page: Page;
  readonly #url: string;
  /** Errors and warnings, violations of the page's policy among them. */
  readonly problems: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(message.text());
    });
  }

  async open(path: string): Promise<void> {
    await this.page.addInitScript(watchLeftovers);
    await this.page.goto(this.#url + path);
    const { problems } = this;
    await this.page.waitForFunction(() => "fixture" in window, undefined, { timeout: 3000 }).catch(() => {
      throw new Error(`${path} did not start: ${problems.join("\n")}`);
    });
  }

  async click(selector: string, times = 1): Promise<void> {
    // All in one task: quicker than a user, or the network, could be.
    await this.page.locator(selector).evaluate((element, count) => {
      for (let i = 0; i < count; i++) if (element instanceof HTMLElement) element.click();
    }, times);
  }

  texts(selector: string): Promise<string[]> {
    return this.page.locator(selector).allInnerTexts();
  }

  /** Waits until `selector` shows `text`, and nothing else does. */
  async shows(selector: string, text: string): Promise<void> {
    await expect.poll(async () => [...new Set(await this.texts(selector))]).toEqual([text]);
  }

  /** Whether somebody is subscribed, for each instance of a context that is in memory. */
  isMounted(context: string): Promise<boolean[]> {
    return this.page.evaluate((name) => {
      const entries = [...window.fixture.client.entries()];
      return entries.filter((entry) => entry.context.name === name).map((entry) => entry.listeners.size > 0);
    }, context);
  }

  refetch(context: string): Promise<void> {
    return this.page.evaluate(async (name) => {
      for (const entry of window.fixture.client.entries()) {
        if (entry.context.name === name) await entry.getSnapshot().refetch();
      }
    }, context);
  }

  /** Gives what is under way the time to come in. */
  async rest(): Promise<void> {
    await this.page.waitForTimeout(100);
  }
}
