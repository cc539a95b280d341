/** A backend for `fixtures/user.json` that speaks the wire format over HTTP and notes what it is asked. */
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface Backend {
  readonly baseUrl: string;
  /** `GET /ctx/user/?user_id=5`, in the order in which they came. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

export async function startBackend(): Promise<Backend> {
  const requests: string[] = [];
  const shop = createShop();
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(base, "");
    requests.push(`${request.method} ${path}`);
    answer(shop, request, path).then(
      ({ status = 200, body }) => {
        response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
        response.end(JSON.stringify(body));
      },
      (cause: unknown) => response.writeHead(500).end(String(cause)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}${base}`,
    requests,
    close: () => new Promise((resolve, reject) => {
      server.closeAllConnections();
      server.close((cause) => (cause ? reject(cause) : resolve()));
    }),
  };
}

const base = "/api/mizan";

interface Shop {
  readonly users: Map<number, { name: string; avatar: string | null }>;
}

function createShop(): Shop {
  return { users: new Map([[5, { name: "Ada", avatar: null }]]) };
}

async function answer(shop: Shop, request: IncomingMessage, path: string): Promise<Answer> {
  const { pathname, searchParams } = new URL(path, "http://backend");
  if (pathname === "/session/") return { status: 204 };
  if (pathname === "/ctx/global/") return { body: { session_info: { signed_in: true } } };
  if (pathname === "/ctx/user/") return read(shop, Number(searchParams.get("user_id")), searchParams.get("page"));
  if (pathname === "/call/") return call(shop, await formOf(request));
  return refusal(404, "NOT_FOUND", `There is nothing at ${pathname}`);
}

function read(shop: Shop, id: number, page: string | null): Answer {
  const user = shop.users.get(id);
  if (!user) return refusal(404, "NOT_FOUND", `There is no user ${id}`);
  const order = { id: Number(page ?? 1) * 10, total: "12.50", status: "paid" };
  return { body: { user_orders: [order], user_profile: profile(id, user) } };
}

function call(shop: Shop, form: FormData): Answer {
  const { fn, args } = JSON.parse(String(form.get("call")));
  if (fn === "sign_out") return { body: { result: null, invalidate: ["global"] } };
  if (fn !== "update_profile") return refusal(404, "NOT_FOUND", `There is no function ${fn}`);
  if (args.name === "") {
    return refusal(422, "VALIDATION_ERROR", "Invalid", { fields: { name: ["May not be empty"] }, form: [] });
  }
  if (args.name === "Grace") return refusal(409, "NAME_TAKEN", "Taken", { suggestions: ["Grace2"] });
  const avatar = form.get("/avatar");
  const user = { name: args.name, avatar: avatar instanceof File ? `${avatar.name}:${avatar.size}` : null };
  shop.users.set(args.user_id, user);
  const stale = { context: "user", params: { user_id: args.user_id } };
  return { body: { result: profile(args.user_id, user), invalidate: [stale] } };
}

function profile(id: number, user: { readonly name: string; readonly avatar: string | null }): object {
  return { id, name: user.name, joined: "2026-01-01T00:00:00Z", avatar: user.avatar };
}

function refusal(status: number, code: string, message: string, details: unknown = null): Answer {
  return { status, body: { error: { code, message, details } } };
}

/** The parts of a multipart body; a JSON body is the part `call`. */
async function formOf(request: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const type = request.headers["content-type"] ?? "";
  const body = Buffer.concat(chunks);
  if (type.startsWith("multipart/")) return new Response(body, { headers: { "Content-Type": type } }).formData();
  const form = new FormData();
  form.set("call", body.toString());
  return form;
}
