/** Says that something failed, and what can be done about it. */
import type { ReactNode } from "react";
import { isDjangoError } from "../mizan/react";
import { explain } from "./explain";
import { SignInLink } from "./session";

interface FailureProps {
  readonly error: unknown;
  /** In the place of what is said of such errors elsewhere. */
  readonly text?: string | undefined;
  readonly children?: ReactNode;
}

export function Failure({ error, text, children }: FailureProps) {
  if (!error) return null;
  return (
    <div className="alert" role="alert">
      <p>{text ?? explain(error)}</p>
      {isDjangoError(error) && error.code === "UNAUTHORIZED" && <SignInLink />}
      {children}
    </div>
  );
}
