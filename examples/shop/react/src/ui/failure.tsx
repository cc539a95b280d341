/** Says that something failed, and what can be done about it. */
import type { ReactNode } from "react";
import { isDjangoError } from "../mizan/react";
import { explain } from "./explain";
import { SignInLink } from "./session";

interface FailureProps {
  readonly error: unknown;
  readonly children?: ReactNode;
}

export function Failure({ error, children }: FailureProps) {
  if (!error) return null;
  return (
    <div className="alert" role="alert">
      <p>{explain(error)}</p>
      {isDjangoError(error) && error.code === "UNAUTHORIZED" && <SignInLink />}
      {children}
    </div>
  );
}
