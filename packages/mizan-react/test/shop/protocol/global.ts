// What the compiler writes for the context `global`.
import type * as mizan from "@mizan/runtime/v1";
import type { SessionOutput } from "./types.js";

export type GlobalContextParams = Record<never, never>;

export interface GlobalContextData {
  session: SessionOutput;
}

export type SessionError = mizan.DjangoError<void, mizan.StandardErrorCode>;

export interface GlobalContextErrors {
  session: SessionError;
}

export const globalContext: mizan.ContextRef<
  GlobalContextParams,
  GlobalContextData,
  GlobalContextErrors
> = { name: "global", params: {} };
