/** What generated code imports. A breaking change here is a `/v2` beside it. */
export { createMizanPlugin, createRoot, MizanContext, useMizan } from "./client.js";
export type { MizanContextProps, SlottedComponent } from "./client.js";
export { useMutation } from "./mutation.js";
export type { MutationOptions, MutationRefs } from "./mutation.js";
export { useContextState, useSlice, useSliceSuspense } from "./read.js";
export type { ReadRefs } from "./read.js";
export { createProvider, createScope } from "./scope.js";
export type { ContextComponent, Scope } from "./scope.js";
export type { MizanClient, MutationState, ReadState } from "@mizan/runtime";
