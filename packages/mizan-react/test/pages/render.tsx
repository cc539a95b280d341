/** Renders a page as a server does: one client for one request. */
import type { MizanClient } from "@mizan/runtime";
import type { ReactNode } from "react";
import { renderToString } from "react-dom/server";
import type { Rendered } from "../harness/server.js";
import { createMizan, MizanContext, prefetchUserContext } from "../shop/react/index.js";
import { pages } from "./pages.jsx";

export function appOf(name: string, client: MizanClient): ReactNode {
  const Page = pages[name];
  if (!Page) throw new Error(`There is no page ${name}`);
  return (
    <MizanContext client={client}>
      <Page />
    </MizanContext>
  );
}

export async function render(name: string, baseUrl: string): Promise<Rendered> {
  const client = createMizan({ baseUrl });
  await prefetchUserContext(client, { user_id: 5 });
  return { html: renderToString(appOf(name, client)), client };
}
