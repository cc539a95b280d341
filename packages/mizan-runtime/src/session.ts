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

/** Puts the token among a request's headers; yields the way to another token if that one is refused. */
export type Session = (headers: Headers) => Promise<() => Promise<unknown> | undefined>;

/** `open` asks the server to set the cookie. */
export function createSession(
  { cookie = "csrftoken", header = "X-CSRFToken" }: CsrfOptions,
  open: () => Promise<unknown>,
): Session {
  let opened: Promise<unknown> | undefined;
  const token = (): string | undefined => `; ${document.cookie}`.split(`; ${cookie}=`)[1]?.split(";")[0];
  // Many requests that were refused together renew only once.
  const renew = (refused?: Promise<unknown>): Promise<unknown> | undefined => {
    if (opened === refused) (opened = open()).catch(() => (opened = undefined));
    return opened;
  };
  return async (headers) => {
    if (!token()) await (opened ?? renew());
    const current = opened;
    const value = token();
    if (value) headers.set(header, value);
    return () => renew(current);
  };
}
