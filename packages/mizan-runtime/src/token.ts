/** A token in the place of the session: renewed before it expires, and once more after a 401. */

export interface Token {
  readonly token: string;
  /** Milliseconds since the epoch. Default: the `exp` of a JWT; without one it is used until refused. */
  readonly expiresAt?: number | undefined;
}

export interface TokenOptions {
  /** Gets a token: the first one and each further one. */
  readonly refresh: () => Promise<Token>;
  /** The first token, if the page has one. */
  readonly token?: Token | undefined;
  /**
   * Milliseconds before expiry from which on another token is got first. Default 30,000, but never
   * more than half of the time that a token had left when it came.
   */
  readonly early?: number | undefined;
  /** Default `X-Mizan-Token`. */
  readonly header?: string | undefined;
  /** Precedes the token in the header, such as `Bearer `. Default nothing. */
  readonly prefix?: string | undefined;
  /** Sends the requests. Default the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
}

/**
 * For the option `fetch` of `createMizan`, with `csrf: false`. However many requests want another
 * token, there is one `refresh` under way.
 */
export function tokenFetch(options: TokenOptions): typeof fetch {
  const { early = 30_000, header = "X-Mizan-Token", prefix = "" } = options;
  let current: Token | undefined;
  let renewAt = 0;
  let refreshing: Promise<Token> | undefined;

  const take = (token: Token): Token => {
    const expiry = expiryOf(token);
    renewAt = expiry - Math.min(early, (expiry - Date.now()) / 2);
    return (current = token);
  };
  if (options.token) take(options.token);

  const refresh = (refused?: Token): Promise<Token> => {
    if (refused && current && refused !== current) return Promise.resolve(current);
    refreshing ??= options
      .refresh()
      .then(take)
      .finally(() => (refreshing = undefined));
    return refreshing;
  };

  const usable = async (): Promise<Token> => {
    if (!current) return refresh();
    if (Date.now() < renewAt) return current;
    const renewed = refresh();
    // Until it has expired, the old one serves when there is no other to be had.
    return Date.now() < expiryOf(current) ? renewed.catch(() => current ?? renewed) : renewed;
  };

  return async (input, init) => {
    const send = (token: Token): Promise<Response> => {
      // A request can be sent once, and may have to be sent again.
      const request = input instanceof Request ? input.clone() : undefined;
      const headers = new Headers(init?.headers ?? request?.headers);
      headers.set(header, prefix + token.token);
      return (options.fetch ?? fetch)(request ?? input, { ...init, headers });
    };
    const token = await usable();
    const response = await send(token);
    if (response.status !== 401) return response;
    const renewed = await refresh(token).catch(() => undefined);
    return renewed ? send(renewed) : response;
  };
}

function expiryOf({ token, expiresAt }: Token): number {
  if (expiresAt !== undefined) return expiresAt;
  try {
    const payload = token.split(".")[1] ?? "";
    const claims: { exp?: unknown } = JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
    return typeof claims.exp === "number" ? claims.exp * 1000 : Infinity;
  } catch {
    return Infinity; // not a JWT
  }
}
