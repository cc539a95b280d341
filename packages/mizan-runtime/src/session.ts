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

export interface Session {
  readonly header: string;
  /** Changes with each session; `renew` takes it, so that many refused requests renew only once. */
  current(): unknown;
  /** The token, from a session that is opened when there is none. */
  token(): Promise<string | undefined>;
  /** Opens another session in the place of the refused one. */
  renew(refused: unknown): Promise<unknown>;
}

/** `request` asks the server to set the cookie. */
export function createSession(
  { cookie = "csrftoken", header = "X-CSRFToken" }: CsrfOptions,
  request: () => Promise<unknown>,
): Session {
  let opened: Promise<unknown> | undefined;
  const read = (): string | undefined => {
    const pair = document.cookie.split("; ").find((text) => text.startsWith(`${cookie}=`));
    return pair?.slice(cookie.length + 1);
  };
  const renew = (refused: unknown): Promise<unknown> => {
    if (opened === refused) {
      opened = request();
      opened.catch(() => (opened = undefined));
    }
    return opened ?? Promise.resolve();
  };
  return {
    header,
    renew,
    current: () => opened,
    async token() {
      if (read() === undefined) await (opened ?? renew(undefined));
      return read();
    },
  };
}
