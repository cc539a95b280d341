/**
 * A backend for the fixtures that speaks the wire format, small enough to see through: it notes
 * every request and answers when a test lets it.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Call {
  readonly method: string;
  /** From the base path on: `/ctx/user/?user_id=5`. */
  readonly path: string;
  readonly body: string;
}

interface Invocation {
  readonly args: { readonly user_id: number; readonly name: string };
}

interface Hold {
  readonly matches: (call: Call) => boolean;
  readonly released: Promise<void>;
}

export class Backend {
  calls: Call[] = [];
  /** Names the test that runs. Requests of a page before, which may come in late, are not its own. */
  run = 0;
  readonly #names: Map<number, string> = new Map();
  #holds: Hold[] = [];
  #refused: string | undefined;
  #refusals = 0;

  /** Keeps answers back, for calls whose path or body contains `text`, until released. */
  hold(text: string): () => void {
    let release = (): void => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const hold: Hold = {
      matches: (call) => call.path.includes(text) || call.body.includes(text),
      released,
    };
    this.#holds.push(hold);
    return () => {
      this.#holds = this.#holds.filter((other) => other !== hold);
      release();
    };
  }

  /** Refuses calls whose path or body contains `text`, so often or until told to stop. */
  refuse(text: string, times = Infinity): () => void {
    this.#refused = text;
    this.#refusals = times;
    return () => (this.#refused = undefined);
  }

  /** The paths of the reads of a context so far. */
  reads(context = "user"): string[] {
    return this.calls.map(({ path }) => path).filter((path) => path.startsWith(`/ctx/${context}/`));
  }

  /** The calls of functions so far. */
  get runs(): Call[] {
    return this.calls.filter(({ path }) => path === "/call/");
  }

  rename(user: number, name: string): void {
    this.#names.set(user, name);
  }

  reset(): void {
    this.run++;
    this.calls = [];
    this.#holds = [];
    this.#refused = undefined;
    this.#names.clear();
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const { "x-run": run = this.run } = request.headers;
    if (Number(run) !== this.run) return void response.writeHead(410).end();
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const call: Call = { method: request.method ?? "GET", path, body };
    this.calls.push(call);
    for (const hold of this.#holds.filter(({ matches }) => matches(call))) await hold.released;
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Type", "application/json");
    response.end(this.#result(call, response));
  }

  #result({ path, body }: Call, response: ServerResponse): string | undefined {
    if (this.#refused !== undefined && (path + body).includes(this.#refused) && this.#refusals-- > 0) {
      response.statusCode = 403;
      return JSON.stringify({ error: { code: "FORBIDDEN", message: "Not yours", details: null } });
    }
    const url = new URL(path, "http://backend/");
    switch (url.pathname) {
      case "/session/":
        response.statusCode = 204;
        response.setHeader("Set-Cookie", "csrftoken=token; Path=/");
        return undefined;
      case "/ctx/user/":
        return JSON.stringify(this.#user(url.searchParams));
      case "/ctx/global/":
        return JSON.stringify({ session: { username: "ada" } });
      case "/call/":
        return JSON.stringify(this.#call(JSON.parse(body), response));
      default:
        response.statusCode = 404;
        return JSON.stringify({ error: { code: "NOT_FOUND", message: path, details: null } });
    }
  }

  #user(params: URLSearchParams): object {
    const id = Number(params.get("user_id"));
    const order = params.get("order_id");
    return {
      user_orders: { orders: ["tea"], page: Number(params.get("page") ?? 1) },
      user_profile: { id, name: this.#names.get(id) ?? `user ${id}` },
      ...(order !== null && { user_order: { id: Number(order), total: 10 } }),
    };
  }

  #call({ args }: Invocation, response: ServerResponse): object {
    if (args.name === "") {
      response.statusCode = 422;
      const details = { fields: { name: ["too short"] }, form: [] };
      return { error: { code: "VALIDATION_ERROR", message: "Invalid", details } };
    }
    this.rename(args.user_id, args.name);
    return {
      result: { id: args.user_id, name: args.name },
      invalidate: [{ context: "user", params: { user_id: args.user_id } }],
    };
  }
}
