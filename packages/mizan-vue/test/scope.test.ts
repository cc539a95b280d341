/** Where Vue's composables may be called, and what happens to their subscriptions. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createApp, effectScope, nextTick, ref } from "vue";
import type { App } from "vue";
import { serve } from "../../mizan-react/test/harness/server.js";
import type { PageServer } from "../../mizan-react/test/harness/server.js";
import { createMizan, createMizanPlugin, useMizan, useUserProfile } from "./shop/vue/index.js";
import { render } from "./pages/render.js";

let server: PageServer;
let app: App;

beforeEach(async () => {
  server = await serve("", render);
  app = createApp({}).use(createMizanPlugin(), createMizan({ baseUrl: `${server.url}/api/mizan` }));
});
afterEach(() => server.close());

test("an effect scope follows its params and lets go of them", async () => {
  const user = ref(5);
  const scope = effectScope();
  const profile = scope.run(() => app.runWithContext(() => useUserProfile(() => ({ user_id: user.value }))));
  await expect.poll(() => profile?.data.value?.name).toBe("user 5");
  user.value = 6;
  expect(profile?.data.value).toBeUndefined();
  await expect.poll(() => profile?.data.value?.name).toBe("user 6");

  const client = app.runWithContext(useMizan);
  const isMounted = () => [...client.entries()].map((entry) => entry.listeners.size > 0);
  expect(isMounted()).toEqual([false, true]);
  scope.stop();
  expect(isMounted()).toEqual([false, false]);
  user.value = 7;
  await nextTick();
  expect(server.backend.reads()).toEqual(["/ctx/user/?user_id=5", "/ctx/user/?user_id=6"]);
});

test("params that change together make one request", async () => {
  const [base, offset] = [ref(5), ref(0)];
  const scope = effectScope();
  const profile = scope.run(() =>
    app.runWithContext(() => useUserProfile(() => ({ user_id: base.value + offset.value }))),
  );
  await expect.poll(() => profile?.data.value?.name).toBe("user 5");
  base.value = 6;
  offset.value = 2;
  expect(profile?.data.value).toBeUndefined();
  await expect.poll(() => profile?.data.value?.name).toBe("user 8");
  scope.stop();
  expect(server.backend.reads()).toEqual(["/ctx/user/?user_id=5", "/ctx/user/?user_id=8"]);
});

test("an answer that comes between new params and their tick is shown", async () => {
  const user = ref(5);
  const scope = effectScope();
  const profile = scope.run(() => app.runWithContext(() => useUserProfile(() => ({ user_id: user.value }))));
  await expect.poll(() => profile?.data.value?.name).toBe("user 5");
  user.value = 6;
  expect(profile?.status.value).toBe("loading");
  const client = app.runWithContext(useMizan);
  for (const entry of client.entries()) if (!entry.listeners.size) entry.take({ user_profile: { name: "early" } });
  await nextTick();
  await nextTick();
  expect(profile?.data.value?.name).toBe("early");
  scope.stop();
});

test("a change of something else doesn't subscribe anew", async () => {
  const other = ref(0);
  const scope = effectScope();
  const profile = scope.run(() =>
    app.runWithContext(() => useUserProfile(() => ({ user_id: other.value < 9 ? 5 : 6 }))),
  );
  await expect.poll(() => profile?.status.value).toBe("success");
  const before = profile?.state.value;
  other.value = 1;
  expect(profile?.state.value).toBe(before);
  scope.stop();
});

test("without setup() or a scope, the error says where to call", () => {
  expect(() => useUserProfile({ user_id: 5 })).toThrow("useUserProfile() belongs in setup()");
  expect(() => useMizan()).toThrow("useMizan() belongs in setup()");
  expect(() => app.runWithContext(() => useUserProfile({ user_id: 5 }))).toThrow("effectScope()");
});

test("an application without the plugin has no client", () => {
  expect(() => createApp({}).runWithContext(useMizan)).toThrow("useMizan() needs a <MizanContext> above it");
});
