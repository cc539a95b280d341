/**
 * What generated code imports (docs/codegen.md). Nothing here changes its meaning; a breaking
 * change becomes a `v2` beside it.
 */
export { multipart } from "./upload.js";
export { DjangoError, isDjangoError, type StandardErrorCode } from "./error.js";
export type {
  CallOptions, ContextRef, DecimalString, FunctionRef, MizanClient, MutationState, ReadState,
} from "./types.js";
