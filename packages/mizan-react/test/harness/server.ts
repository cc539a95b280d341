/**
 * Serves the pages of one adapter's fixtures, under the strictest policy that an application can
 * have, and two backends that know nothing of each other.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { MizanClient } from "@mizan/runtime";
import { dehydrate, hydrationScript } from "@mizan/runtime/hydration";
import { Backend } from "./backend.js";

export interface Rendered {
  readonly html: string;
  /** The client of this request alone. */
  readonly client: MizanClient;
}

export interface PageServer {
  readonly url: string;
  readonly backend: Backend;
  readonly second: Backend;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css" };

/** Renders a page as a server does, with a client of its own. */
export type Render = (page: string, baseUrl: string) => Promise<Rendered>;

/** `assets` is the folder of the built pages; `render` is asked for paths under `/ssr/`. */
export async function serve(assets: string, render: Render): Promise<PageServer> {
  const backend = new Backend();
  const second = new Backend();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    response.setHeader("Content-Security-Policy", "default-src 'self'");
    if (path.startsWith("/api/mizan/")) return backend.answer(request, response, path.slice(10));
    if (path.startsWith("/second/")) return second.answer(request, response, path.slice(7));
    if (path === "/favicon.ico") return void response.writeHead(204).end();
    if (path.startsWith("/assets/")) {
      response.setHeader("Content-Type", types[extname(path)] ?? "text/plain");
      return void response.end(await readFile(join(assets, path)));
    }
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    const page = new URL(path, url()).pathname.split("/").pop() ?? "";
    const rendered = path.startsWith("/ssr/") ? await render(page, `${url()}/api/mizan`) : undefined;
    response.end(
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fixture</title></head>' +
        `<body><div id="app">${rendered?.html ?? ""}</div>` +
        (rendered ? hydrationScript(dehydrate(rendered.client)) : "") +
        '<script type="module" src="/assets/main.js"></script></body></html>',
    );
  }

  function url(): string {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("The server is not listening");
    return `http://127.0.0.1:${address.port}`;
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: url(),
    backend,
    second,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
