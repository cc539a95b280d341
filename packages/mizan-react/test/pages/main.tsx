/** Starts the page that the address names. */
import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import type { Root } from "react-dom/client";
import { clientOf, held, hydrateLate, pageOf, versions } from "../harness/page.js";
import { MizanContext } from "../shop/react/index.js";
import { pages } from "./pages.jsx";

const { name, isRendered } = pageOf(location);
const container = document.querySelector("#app");
const Page = pages[name];
if (!container || !Page) throw new Error(`There is no page ${name}`);

const client = clientOf(location);
const app =
  name === "missing-root" ? (
    <Page />
  ) : (
    <StrictMode>
      <MizanContext client={client}>
        <Page />
      </MizanContext>
    </StrictMode>
  );

let root: Root | undefined = isRendered ? hydrateRoot(container, app) : undefined;

window.fixture = {
  client,
  held,
  hydrateLate,
  versions,
  mount() {
    root ??= createRoot(container);
    root.render(app);
  },
  unmount() {
    root?.unmount();
    root = undefined;
  },
};
if (!isRendered) window.fixture.mount();
