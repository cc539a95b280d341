/** The kernel of Mizan, as applications and extensions import it. */
export { createMizan, type MizanOptions } from "./client.js";
export type { EntryState } from "./entry.js";
export {
  DjangoError, isDjangoError, type DjangoErrorInit, type ErrorKind, type FieldErrors, type StandardErrorCode,
} from "./error.js";
export type { HttpOptions } from "./http.js";
export type { Invalidation, ScopedInvalidation } from "./invalidation.js";
export type { CsrfOptions } from "./session.js";
export type { Bundle, CallAnswer, CallRequest, ReadRequest, Refreshed, Transport } from "./transport.js";
export type {
  AnyContext, CallBody, CallOptions, ContextRef, DecimalString, Entry, FunctionRef, HeldEntry, HydrationState, MizanClient,
  MutateOptions, MutationState, OptimisticTarget, OptimisticUpdate, ParamType, ReadState, ReadStore, ScalarType, Seed,
  SliceData, SliceFailure, Store,
} from "./types.js";
