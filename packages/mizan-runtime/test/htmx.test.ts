import { expect, test, vi } from "vitest";
import { observeHtmx } from "../src/htmx.js";
import { ada, settled, setup, user } from "./harness.js";

async function page() {
  const all = setup();
  all.client.entry(user, { user_id: 5 }).subscribe(() => {});
  await all.reads[0]?.answer(ada());
  const root = new EventTarget();
  const navigate = vi.fn();
  const stop = observeHtmx(all.client, { root, navigate });
  const happen = (name: string, detail: object): void => {
    root.dispatchEvent(new CustomEvent(name, { detail }));
  };
  const respond = (headers: Record<string, string>): void =>
    happen("htmx:afterRequest", { xhr: { getResponseHeader: (name: string) => headers[name] ?? null } });
  return { ...all, navigate, stop, happen, respond };
}

test("a response's invalidations are taken in", async () => {
  const { reads, respond, navigate } = await page();
  respond({ "X-Mizan-Invalidate": "user;user_id=5" });
  await settled();
  expect(reads).toHaveLength(2);
  expect(navigate).not.toHaveBeenCalled();
});

test("requests say that they can't read a redirect, and its target is followed", async () => {
  const { happen, respond, navigate } = await page();
  const headers: Record<string, string> = {};
  happen("htmx:configRequest", { headers });
  expect(headers).toEqual({ "X-Mizan-Client": "1" });
  respond({ "X-Mizan-Location": "/orders/9/" });
  expect(navigate).toHaveBeenCalledWith("/orders/9/");
});

test("an answer from elsewhere can't have a script run", async () => {
  const { respond, navigate } = await page();
  for (const target of ["javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x"]) {
    respond({ "X-Mizan-Location": target });
  }
  expect(navigate).not.toHaveBeenCalled();
  respond({ "X-Mizan-Location": "https://elsewhere.test/" });
  expect(navigate).toHaveBeenCalledWith("https://elsewhere.test/");
});

test("a request without a response, and stopping", async () => {
  const { happen, respond, reads, stop } = await page();
  happen("htmx:afterRequest", {});
  stop();
  respond({ "X-Mizan-Invalidate": "user" });
  await settled();
  expect(reads).toHaveLength(1);
});
