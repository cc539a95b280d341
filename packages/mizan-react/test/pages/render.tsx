/** Renders a page as a server does: one client for one request. */
import { renderToString } from "react-dom/server";
import type { Rendered } from "../harness/server.js";
import { createMizan, MizanContext, prefetchUserContext } from "../shop/react/index.js";
import { pages } from "./pages.jsx";

export async function render(name: string, baseUrl: string): Promise<Rendered> {
  const Page = pages[name];
  if (!Page) throw new Error(`There is no page ${name}`);
  const client = createMizan({ baseUrl });
  await prefetchUserContext(client, { user_id: 5 });
  const html = renderToString(
    <MizanContext client={client}>
      <Page />
    </MizanContext>,
  );
  return { html, client };
}
