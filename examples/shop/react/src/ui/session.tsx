/** Who is signed in, and the way in for those who aren't. */
import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { useSessionInfo } from "../mizan/react";
import type { CurrentUser } from "../mizan/react";
import { Loaded, Skeleton } from "./loaded";

export function SignInLink({ children = "Sign in" }: { children?: string }) {
  const { pathname, search } = useLocation();
  const next = pathname === "/sign-in" ? "" : `?${new URLSearchParams({ next: pathname + search })}`;
  return <Link to={`/sign-in${next}`}>{children}</Link>;
}

interface SignedInProps {
  /** Why to sign in: “Sign in to …”. */
  readonly to: string;
  readonly children: (user: CurrentUser) => ReactNode;
}

export function SignedIn({ to, children }: SignedInProps) {
  return (
    <Loaded read={useSessionInfo()} skeleton={<Skeleton shape="panel" />}>
      {({ user }) =>
        user ? (
          children(user)
        ) : (
          <div className="empty">
            <p>Sign in to {to}.</p>
            <SignInLink />
          </div>
        )
      }
    </Loaded>
  );
}
