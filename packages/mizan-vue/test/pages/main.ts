/** Starts the page that the address names. */
import { createApp, createSSRApp } from "vue";
import type { App } from "vue";
import { clientOf, held, hydrateLate, pageOf, versions } from "../../../mizan-react/test/harness/page.js";
import { appOf } from "./app.js";

const { name, isRendered } = pageOf(location);
const client = clientOf(location);
let app: App | undefined;

window.fixture = {
  client,
  held,
  hydrateLate,
  versions,
  mount() {
    if (app) return;
    app = (isRendered ? createSSRApp : createApp)(appOf(name, client));
    app.mount("#app");
  },
  unmount() {
    app?.unmount();
    app = undefined;
  },
};
window.fixture.mount();
