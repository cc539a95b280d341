/** Where to go after signing in: only ever a page of this shop, whatever the address says. */
export function ownPath(next: unknown): string {
  if (typeof next !== "string" || !URL.canParse(next, location.origin)) return "/";
  const { origin, pathname, search, hash } = new URL(next, location.origin);
  return origin === location.origin ? pathname + search + hash : "/";
}
