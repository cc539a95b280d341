/** Somebody who uses the shop without a browser: the other people of a test. */

export class Visitor {
  readonly #url: string;
  readonly #cookies: Map<string, string>;

  constructor(url: string, session?: string) {
    this.#url = `${url}/api/mizan/`;
    this.#cookies = new Map(session === undefined ? [] : [["sessionid", session]]);
  }

  /** The key of the session, once signed in. */
  get session(): string | undefined {
    return this.#cookies.get("sessionid");
  }

  /** A context's bundle; `path` is such as `product/?product_id=5`. */
  async read<Bundle>(path: string): Promise<Bundle> {
    return (await this.#request(`ctx/${path}`)).json() as Promise<Bundle>;
  }

  async call(fn: string, args: object = {}): Promise<void> {
    if (!this.#cookies.has("csrftoken")) await this.#request("session/");
    await this.#request("call/", JSON.stringify({ fn, args }));
  }

  async #request(path: string, body?: string): Promise<Response> {
    const headers = {
      Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(body !== undefined && {
        "Content-Type": "application/json",
        "X-CSRFToken": this.#cookies.get("csrftoken") ?? "",
      }),
    };
    const init = body === undefined ? { headers } : { method: "POST", headers, body };
    const response = await fetch(this.#url + path, init);
    if (!response.ok) throw new Error(`${path} ${body}: ${response.status} ${await response.text()}`);
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^(.*?)=(.*?);/.exec(cookie) ?? [];
      this.#cookies.set(name, value);
    }
    return response;
  }
}
