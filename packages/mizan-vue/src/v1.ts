/** What generated code imports. A breaking change here is a `/v2` beside it. */
export { createMizanPlugin, createRoot, MizanContext, useMizan } from "./client.js";
export type { MizanContextProps, SlottedComponent } from "./client.js";
export { useMutation, type MutationOptions, type MutationRefs } from "./mutation.js";
export { useContextState, useSlice, useSliceSuspense, type ReadRefs } from "./read.js";
export { createProvider, createScope, type ContextComponent, type Scope } from "./scope.js";
export type { MizanClient, MutationState, ReadState } from "@mizan/runtime";
