/** What every page has around it, and where the focus goes from one to the next. */
import { useEffect, useRef } from "react";
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from "react-router";
import { useCart, useSessionInfo, useSignOut } from "./mizan/react";
import type { CurrentUser } from "./mizan/react";
import { Failure } from "./ui/failure";
import { Submit } from "./ui/form";
import { Portrait } from "./ui/portrait";
import { SignInLink } from "./ui/session";

export function Layout() {
  useFocusOnTheHeading();
  const user = useSessionInfo().data?.user;
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className="site-header">
        <Link className="brand" to="/">
          Mizan shop
        </Link>
        <nav aria-label="Main">
          <NavLink to="/" end>
            Catalogue
          </NavLink>
          <NavLink to="/compare/5/6">Compare</NavLink>
          {user?.is_staff && <NavLink to="/staff">Staff</NavLink>}
          <CartLink />
        </nav>
        <div className="who">
          {user && <Someone user={user} />}
          {user === null && <SignInLink />}
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="site-footer">
        <p>A demonstration. Sign in as ada, bob or sam, with “open sesame”.</p>
      </footer>
      <ScrollRestoration />
    </>
  );
}

function CartLink() {
  const { data } = useCart();
  const count = data?.items.reduce((sum, item) => sum + item.count, 0) ?? 0;
  const said = count === 0 ? "empty" : count === 1 ? "1 item" : `${count} items`;
  return (
    <NavLink to="/cart" aria-label={`Cart, ${said}`}>
      Cart {count > 0 && <span className="badge">{count}</span>}
    </NavLink>
  );
}

function Someone({ user }: { user: CurrentUser }) {
  const signOut = useSignOut();
  return (
    <>
      <NavLink className="someone" to="/account">
        <Portrait name={user.name} picture={user.avatar} />
        <span className="name">{user.name}</span>
      </NavLink>
      <Submit type="button" className="quiet" doing={signOut.isPending && "Signing out…"} onClick={() => signOut.mutate()}>
        Sign out
      </Submit>
      <Failure error={signOut.error} />
    </>
  );
}

function useFocusOnTheHeading() {
  const { pathname } = useLocation();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    document.querySelector("h1")?.focus({ preventScroll: true });
  }, [pathname]);
}
