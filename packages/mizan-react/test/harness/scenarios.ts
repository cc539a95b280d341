/**
 * What all three adapters must do in a real browser, told once: each adapter brings its pages and
 * is asked the same. Every page runs under `Content-Security-Policy: default-src 'self'`.
 */
import { expect, test as base } from "vitest";
import type { TestAPI } from "vitest";
import type { Backend } from "./backend.js";
import { buildPages } from "./build.js";
import type { PageSource } from "./build.js";
import { launchChromium } from "./chromium.js";
import { serve } from "./server.js";
import type { Render } from "./server.js";
import { Tab } from "./tab.js";

export interface Adapter {
  readonly source: PageSource;
  readonly render: Render;
}

export interface Site {
  readonly backend: Backend;
  /** Another backend, for the second client of a page. */
  readonly second: Backend;
  newTab(): Promise<Tab>;
}

export interface Fixtures {
  readonly site: Site;
  readonly tab: Tab;
  readonly backend: Backend;
}

/** Vitest's `test`, with a browser tab on the adapter's pages. */
export function adapterTest({ source, render }: Adapter): TestAPI<Fixtures> {
  return base.extend<Fixtures>({
    site: [
      async ({}, use) => {
        const built = await buildPages(source);
        const server = await serve(built.folder, render);
        const browser = await launchChromium();
        const { backend, second } = server;
        await use({
          backend,
          second,
          async newTab() {
            const page = await browser.newPage();
            await page.setExtraHTTPHeaders({ "x-run": String(backend.run) });
            return new Tab(page, server.url);
          },
        });
        await browser.close();
        await server.close();
        await built.remove();
      },
      { scope: "file" },
    ],
    backend: async ({ site }, use) => {
      site.backend.reset();
      site.second.reset();
      await use(site.backend);
    },
    // The backend is named so that it is reset before the page opens.
    tab: async ({ site, backend: _reset, onTestFailed }, use) => {
      const tab = await site.newTab();
      onTestFailed(() => console.error("On the page:", tab.problems));
      await use(tab);
      await tab.page.close();
    },
  });
}

/** For frameworks that hydrate parts of a page on their own. */
export function describeLateHydration(test: TestAPI<Fixtures>): void {
  test("a part that hydrates late starts with what the server rendered", async ({ backend, tab }) => {
    await tab.open("/ssr/late");
    await tab.click("#save");
    await tab.shows("#mutation", "success 0 Grace Grace");
    await tab.shows(".name", "user 5");
    await tab.page.evaluate(() => window.fixture.hydrateLate());
    await tab.shows(".name", "Grace");
    expect(backend.runs.length).toBe(1);
    expect(tab.problems).toEqual([]);
  });
}

export function describeScenarios(test: TestAPI<Fixtures>): void {
  test("a provider and all its readers make one request", async ({ backend, tab }) => {
    await tab.open("/page/profile");
    await tab.shows(".name", "user 5");
    await tab.shows("#orders", "tea");
    await tab.shows("#status", "user 5");
    await tab.rest();
    expect(backend.reads()).toEqual(["/ctx/user/?user_id=5"]);
    expect(tab.problems).toEqual([]);
  });

  test("an answer that is not there yet is shown as loading", async ({ backend, tab }) => {
    const release = backend.hold("/ctx/user");
    await tab.open("/page/profile");
    await tab.shows("#status", "loading");
    release();
    await tab.shows("#status", "user 5");
  });

  test("changing a param quickly ends on the last one", async ({ backend, tab }) => {
    await tab.open("/page/params");
    await tab.shows(".name", "user 1");
    const release = backend.hold("user_id=4");
    await tab.click("#next", 3);
    await tab.rest();
    await tab.click("#next", 3);
    await tab.shows(".name", "user 7");
    release();
    await tab.rest();
    await tab.shows(".name", "user 7");
    expect(backend.reads().at(-1)).toBe("/ctx/user/?user_id=7");
    expect(backend.reads().length).toBeLessThanOrEqual(4);
  });

  test("a hook with params of its own follows them", async ({ backend, tab }) => {
    await tab.open("/page/own-params");
    await tab.shows(".name", "user 1");
    await tab.click("#next", 4);
    await tab.shows(".name", "user 5");
    await tab.click("#next");
    await tab.shows(".name", "user 6");
    expect(backend.reads().at(-1)).toBe("/ctx/user/?user_id=6");
  });

  test("optional and reserved params reach the backend", async ({ backend, tab }) => {
    await tab.open("/page/reserved");
    await tab.shows("#order", "success 10");
    const query = new URL(backend.reads()[0] ?? "", "http://backend/").searchParams;
    expect(Object.fromEntries(query)).toEqual({
      user_id: "5",
      active: "true",
      key: "lock",
      order_id: "9",
    });
    expect(tab.problems).toEqual([]);
  });

  test("optional params that are not given stay away", async ({ backend, tab }) => {
    await tab.open("/page/profile");
    await tab.shows(".name", "user 5");
    expect(backend.reads()).toEqual(["/ctx/user/?user_id=5"]);
  });

  test("a mutation shows on every reader of what it made stale", async ({ backend, tab }) => {
    await tab.open("/page/mutation");
    await tab.shows(".name", "user 5");
    await tab.click("#toggle");
    await tab.click("#save");
    await tab.shows(".name", "Grace");
    await tab.shows("#mutation", "success 0 Grace Grace");
    expect(backend.runs.length).toBe(1);
  });

  test("a mutation that fails shows why, and throws at nobody", async ({ backend, tab }) => {
    await tab.open("/page/mutation");
    await tab.click("#toggle");
    await tab.click("#clear");
    await tab.shows("#mutation", "error 0 too short");
    expect(backend.runs.length).toBe(1);
    // The browser's own remark on the status.
    expect(tab.problems).toEqual([expect.stringContaining("422")]);
  });

  test("a slice whose own params are missing is idle", async ({ tab }) => {
    await tab.open("/page/optional");
    await tab.shows(".name", "user 5");
    await tab.shows("#order", "idle …");
    await tab.click("#next");
    await tab.shows("#order", "success 10");
  });

  test("a mutation's pending state survives a remount", async ({ backend, tab }) => {
    const release = backend.hold("update_profile");
    await tab.open("/page/mutation");
    await tab.click("#toggle");
    await tab.shows("#mutation", "idle 0");
    await tab.click("#save");
    await tab.shows("#mutation", "pending 1 Grace");
    await tab.click("#toggle");
    await expect.poll(() => tab.texts("#mutation")).toEqual([]);
    await tab.click("#toggle");
    await tab.shows("#mutation", "pending 1 Grace");
    release();
    await tab.shows("#mutation", "success 0 Grace Grace");
  });

  test("a component that only starts a mutation shares its state, however long it waits", async ({ backend, tab }) => {
    backend.hold("update_profile");
    await tab.open("/page/mutation?gcTime=20");
    await tab.shows(".name", "user 5");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await tab.click("#toggle");
    await tab.shows("#mutation", "idle 0");
    await tab.click("#start");
    await tab.shows("#mutation", "pending 1 Grace");
  });

  test("`global` is kept loaded while nobody reads it", async ({ backend, tab }) => {
    await tab.open("/page/global");
    await expect.poll(() => backend.reads("global")).toEqual(["/ctx/global/"]);
    await tab.click("#toggle");
    await tab.shows("#session", "ada");
    await tab.rest();
    expect(backend.reads("global")).toEqual(["/ctx/global/"]);
  });

  test("`global` is let go of with the root", async ({ tab }) => {
    await tab.open("/page/global");
    const isMounted = () => tab.isMounted("global");
    await expect.poll(isMounted).toEqual([true]);
    await tab.page.evaluate(() => window.fixture.unmount());
    await expect.poll(isMounted).toEqual([false]);
  });

  test("a slice that didn't change keeps its identity", async ({ backend, tab }) => {
    await tab.open("/page/slices");
    await tab.shows(".name", "user 5");
    backend.rename(5, "Ada");
    await tab.refetch("user");
    await tab.shows(".name", "Ada");
    expect(await tab.page.evaluate(() => window.fixture.versions.size)).toBe(1);
  });

  test("two clients on a page don't meet", async ({ backend, site, tab }) => {
    await tab.open("/page/two");
    await tab.shows("#first .name", "user 5");
    await tab.shows("#second .name", "user 5");
    await tab.click("#save");
    await tab.shows("#second .name", "Grace");
    await tab.shows("#first .name", "user 5");
    expect(backend.reads().length).toBe(1);
    expect(backend.runs).toEqual([]);
    expect(site.second.runs.length).toBe(1);
  });

  test("a hook without a provider says which one it needs", async ({ tab }) => {
    await tab.open("/page/missing-provider");
    await expect
      .poll(() => tab.texts("#error"))
      .toEqual([expect.stringMatching(/useUserProfile\(\) needs a <UserContext>.* above it, or params$/)]);
  });

  test("a provider without a root says that it needs one", async ({ tab }) => {
    await tab.open("/page/missing-root");
    await expect
      .poll(() => tab.texts("#error"))
      .toEqual([expect.stringMatching(/<UserContext> needs a <MizanContext>.* above it$/)]);
  });

  test("hydration makes no request and logs no mismatch", async ({ backend, tab }) => {
    await tab.open("/ssr/profile");
    await tab.shows(".name", "user 5");
    await tab.rest();
    // The server's own, and no other.
    expect(backend.reads()).toEqual(["/ctx/user/?user_id=5"]);
    expect(tab.problems).toEqual([]);
  });

  test("what the server could not read hydrates as it was shown, and is tried again", async ({ backend, tab }) => {
    backend.refuse("user_id=5", 1);
    await tab.open("/ssr/profile");
    expect(await tab.page.locator("#mizan-data").textContent()).toContain("FORBIDDEN");
    await tab.shows(".name", "user 5");
    expect(backend.reads().length).toBe(2);
    expect(tab.problems).toEqual([]);
  });

  test("what was hydrated long ago is shown first and then fetched again", async ({ backend, tab }) => {
    await tab.open("/ssr/profile?age=86400000");
    await expect.poll(() => backend.reads().length).toBe(2);
    await tab.shows(".name", "user 5");
    await tab.rest();
    expect(backend.reads().length).toBe(2);
    expect(tab.problems).toEqual([]);
  });

  test("what was hydrated is alive", async ({ backend, tab }) => {
    await tab.open("/ssr/mutation");
    await tab.click("#toggle");
    await tab.click("#save");
    await tab.shows(".name", "Grace");
    expect(backend.runs.length).toBe(1);
    expect(tab.problems).toEqual([]);
  });

  test("1,000 mounts and unmounts leave nothing behind", async ({ tab }) => {
    await tab.open("/page/churn?gcTime=20");
    await tab.shows(".name", "user 5");
    const churn = (times: number) =>
      tab.page.evaluate(async (count) => {
        const task = () => new Promise((resolve) => setTimeout(resolve));
        for (let i = 0; i < count; i++) {
          window.fixture.mount();
          // Some leave before their effects ran, some after.
          if (i % 2) await task();
          await window.fixture.unmount();
        }
        await new Promise((resolve) => setTimeout(resolve, 200));
        for (let i = 0; i < 3; i++) {
          window.gc?.();
          await task();
        }
        return {
          ...window.leftovers(),
          entries: [...window.fixture.client.entries()].length,
          alive: window.fixture.held.filter((ref) => ref.deref()).length,
          seen: window.fixture.held.length,
        };
      }, times);
    const before = await churn(10);
    const after = await churn(1000);
    expect(after.seen - before.seen).toBeGreaterThan(1000);
    expect(after).toEqual({ ...before, seen: after.seen, alive: after.alive, timers: 0, entries: 0 });
    // The framework itself holds on to what it showed last.
    expect(after.alive).toBeLessThan(10);
  }, 60_000);
}
