/** One tab of a browser, with what a test wants to know of it: what it asked for, and what went wrong. */
import type { BrowserContext, Locator, Page, Request } from "playwright-core";
import { expect } from "vitest";

export class Tab {
  readonly page: Page;
  /** Requests to Mizan: `product/?product_id=5` reads a context, `place_order` and `upload` are calls. */
  traffic: string[] = [];
  /** Errors and warnings in the console, and exceptions. */
  readonly problems: string[] = [];
  /** Pictures too: a server that is killed while it sends one leaves half a picture, and a word in the console. */
  readonly #underWay: Set<Request> = new Set();
  readonly #expected: RegExp[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("request", (request) => {
      this.#underWay.add(request);
      if (isOurs(request)) this.traffic.push(nameOf(request));
    });
    page.on("requestfinished", (request) => this.#underWay.delete(request));
    page.on("requestfailed", (request) => this.#underWay.delete(request));
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.problems.push(message.text());
    });
  }

  static async open(context: BrowserContext): Promise<Tab> {
    return new Tab(await context.newPage());
  }

  async goto(path: string): Promise<void> {
    await this.page.goto(path);
    await this.settled();
  }

  /** Until no request is under way, and the page has drawn what the answers said. */
  async settled(): Promise<void> {
    do {
      await expect.poll(() => this.#underWay.size).toBe(0);
      await this.page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 1000 })));
    } while (this.#underWay.size > 0);
  }

  /** What was asked for since the last time, in the alphabet's order. */
  async asked(): Promise<string[]> {
    await this.settled();
    const asked = this.traffic.sort();
    this.traffic = [];
    return asked;
  }

  /** Lets the server have such requests one after the other, as they were made; it may take several at once. */
  async inOrder(text: string): Promise<void> {
    let before: Promise<unknown> = Promise.resolve();
    await this.page.route("**/api/mizan/**", async (route) => {
      if (!nameOf(route.request()).includes(text)) return route.fallback();
      const answer = before.then(() => route.fetch());
      before = answer.catch(() => undefined);
      await route.fulfill({ response: await answer });
    });
  }

  /** Keeps requests that `text` is part of the name of from leaving, until released. */
  async hold(text: string): Promise<() => void> {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await this.page.route("**/api/mizan/**", async (route) => {
      if (nameOf(route.request()).includes(text)) await released;
      await route.fallback();
    });
    return release;
  }

  /** A problem that the test means to cause, such as a refusal: browsers write those to the console. */
  expectProblem(problem: RegExp): void {
    this.#expected.push(problem);
  }

  /** What is not as it should be: problems that weren't expected, and expected ones that didn't come. */
  verdict(): string[] {
    const unexpected = this.problems.filter((problem) => !this.#expected.some((expected) => expected.test(problem)));
    const missing = this.#expected.filter((expected) => !this.problems.some((problem) => expected.test(problem)));
    return [...unexpected, ...missing.map((expected) => `nothing said ${String(expected)}`)];
  }
}

/** Waits until it is on the screen. */
export async function shows(...locators: Locator[]): Promise<void> {
  for (const locator of locators) await locator.waitFor();
}

/** Waits until it isn't. */
export async function gone(...locators: Locator[]): Promise<void> {
  for (const locator of locators) await locator.waitFor({ state: "hidden" });
}

function isOurs(request: Request): boolean {
  return new URL(request.url()).pathname.startsWith("/api/mizan/");
}

function nameOf(request: Request): string {
  const { pathname, search } = new URL(request.url());
  const path = pathname.replace("/api/mizan/", "");
  const [, fn] = /"fn":\s*"(\w+)"/.exec(request.postData() ?? "") ?? [];
  // A browser shows no body that has a file in it.
  return path === "call/" ? (fn ?? "upload") : path.replace("ctx/", "") + search;
}
