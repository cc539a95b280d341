"use client";

// What the compiler writes for the context `global`.
import * as mizan from "@mizan/react/v1";
import type {
  GlobalContextData,
  GlobalContextErrors,
  GlobalContextParams,
  SessionError,
} from "../protocol/global.js";
import { globalContext } from "../protocol/global.js";
import type { SessionOutput } from "../protocol/types.js";

const globalScope: mizan.Scope<GlobalContextParams, GlobalContextData, GlobalContextErrors> =
  /*#__PURE__*/ mizan.createScope(globalContext);

export function useSession(): mizan.ReadState<SessionOutput, SessionError> {
  return mizan.useSlice(globalScope, "session");
}
