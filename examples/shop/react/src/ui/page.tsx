/** The heading of a page, which names the document too, and the way through lists that have pages. */
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";

export function Page({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <Title>{title}</Title>
      {children}
    </>
  );
}

/** The heading takes the focus after a change of page. */
export function Title({ id, children }: { id?: string; children: string }) {
  return (
    <>
      <title>{`${children} · Mizan shop`}</title>
      <h1 id={id} tabIndex={-1}>
        {children}
      </h1>
    </>
  );
}

export function usePage(): number {
  const [address] = useSearchParams();
  const page = Number(address.get("page"));
  return Number.isInteger(page) && page > 0 ? page : 1;
}

export function Pages({ total, page_size }: { total: number; page_size: number }) {
  const [address] = useSearchParams();
  const page = usePage();
  const last = Math.ceil(total / page_size);
  const to = (other: number) => {
    const next = new URLSearchParams(address);
    if (other === 1) next.delete("page");
    else next.set("page", String(other));
    return { search: next.toString() };
  };
  if (last <= 1) return null;
  return (
    <nav className="pages" aria-label="Pages">
      {page > 1 && (
        <Link to={to(page - 1)} rel="prev" preventScrollReset>
          Previous
        </Link>
      )}
      <span>
        Page {page} of {last}
      </span>
      {page < last && (
        <Link to={to(page + 1)} rel="next" preventScrollReset>
          Next
        </Link>
      )}
    </nav>
  );
}
