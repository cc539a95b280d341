/** Starts the page that the address names. */
import { hydrate, mount, unmount } from "svelte";
import { clientOf, held, hydrateLate, pageOf, versions } from "../../../mizan-react/test/harness/page.js";
import App from "./App.svelte";
import { pageNamed } from "./pages.js";
import type { Pages } from "./pages.js";

export function start(pages: Pages): void {
  const { name, isRendered } = pageOf(location);
  const target = document.querySelector("#app");
  if (!target) throw new Error("The page has no place for the application");
  const client = clientOf(location);
  const props = { Page: pageNamed(pages, name), client: name === "missing-root" ? undefined : client };
  let app: object | undefined;

  window.fixture = {
    client,
    held,
    hydrateLate,
    versions,
    mount() {
      app ??= (isRendered ? hydrate : mount)(App, { target, props });
    },
    async unmount() {
      if (app) await unmount(app);
      app = undefined;
    },
  };
  window.fixture.mount();
}
