/** Renders a page as a server does: one client for one request. */
import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import type { Rendered } from "../../../mizan-react/test/harness/server.js";
import { createMizan } from "../shop/vue/index.js";
import { appOf } from "./app.js";

export async function render(name: string, baseUrl: string): Promise<Rendered> {
  const client = createMizan({ baseUrl });
  const html = await renderToString(createSSRApp(appOf(name, client)));
  return { html, client };
}
