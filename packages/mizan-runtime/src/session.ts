/**
 * The CSRF token that Django wants with whatever may change something. It is read when a request
 * leaves and kept nowhere, because a login changes it.
 */

export interface CsrfOptions {
  /** Name of the cookie: Django's `CSRF_COOKIE_NAME`. Default `csrftoken`. */
  readonly cookie?: string;
  /** Name of the header: Django's `CSRF_HEADER_NAME` as it travels. Default `X-CSRFToken`. */
  readonly header?: string;
}

export class Session {
  readonly header: string;
  readonly #cookie: string;
  readonly #request: () => Promise<unknown>;
  #opened: Promise<unknown> | undefined;

  /** `request` asks the server to set the cookie. */
  constructor({ cookie = "csrftoken", header = "X-CSRFToken" }: CsrfOptions, request: () => Promise<unknown>) {
    this.header = header;
    this.#cookie = cookie;
    this.#request = request;
  }

  /** Changes with each session; `renew` takes it, so that many refused requests renew only once. */
  get current(): unknown {
    return this.#opened;
  }

  /** The token, from a session that is opened when there is none. */
  async token(): Promise<string | undefined> {
    if (this.#read() === undefined) await this.#open();
    return this.#read();
  }

  /** Opens another session in the place of the refused one. */
  async renew(refused: unknown): Promise<void> {
    if (this.#opened === refused) this.#opened = undefined;
    await this.#open();
  }

  #open(): Promise<unknown> {
    this.#opened ??= this.#request().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  #read(): string | undefined {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith(`${this.#cookie}=`));
    return cookie?.slice(this.#cookie.length + 1);
  }
}
