/** Starts the page that the address names. */
import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import type { Root } from "react-dom/client";
import { createMizan, MizanContext } from "../shop/react/index.js";
import { pages, seen } from "./pages.jsx";

const [, kind, name = ""] = location.pathname.split("/");
const container = document.querySelector("#app");
const Page = pages[name];
if (!container || !Page) throw new Error(`There is no page ${name}`);

const gcTime = new URLSearchParams(location.search).get("gcTime");
const client = createMizan({
  baseUrl: "/api/mizan",
  gcTime: gcTime === null ? undefined : Number(gcTime),
});
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

let root: Root | undefined = kind === "ssr" ? hydrateRoot(container, app) : undefined;

window.fixture = {
  client,
  seen,
  mount() {
    root ??= createRoot(container);
    root.render(app);
  },
  unmount() {
    root?.unmount();
    root = undefined;
  },
};
if (kind !== "ssr") window.fixture.mount();
