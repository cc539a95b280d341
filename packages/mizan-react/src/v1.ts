/** What generated code imports. A breaking change here is a `/v2` beside it. */
export { MizanContext, useMizan } from "./client.js";
export type { MizanContextProps } from "./client.js";
export { useMutation } from "./mutation.js";
export type { MutationOptions } from "./mutation.js";
export { useContextState, useSlice, useSliceSuspense } from "./read.js";
export { createScope, provideContext } from "./scope.js";
export type { Scope } from "./scope.js";
export type { MizanClient, MutationState, ReadState } from "@mizan/runtime";
