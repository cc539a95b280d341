/** Renders a page as a server does: one client for one request. */
import { render as renderToHtml } from "svelte/server";
import type { Rendered } from "../../../mizan-react/test/harness/server.js";
import { createMizan, prefetchUserContext } from "../shop/svelte/index.js";
import App from "./App.svelte";
import { pageNamed, pages } from "./pages.js";

export async function render(name: string, baseUrl: string): Promise<Rendered> {
  const client = createMizan({ baseUrl });
  await prefetchUserContext(client, { user_id: 5 });
  const { body } = await renderToHtml(App, { props: { Page: pageNamed(pages, name), client } });
  return { html: body, client };
}
