/** What generated code imports. A breaking change here is a `/v2` beside it. */
export { setMizanContext, useMizan } from "./client.js";
export { useMutation } from "./mutation.js";
export type { MutationOptions } from "./mutation.js";
export { useContextState, useSlice, useSliceSuspense } from "./read.svelte.js";
export { provideContext } from "./scope.svelte.js";
export type { Scope } from "./scope.svelte.js";
export type { MizanClient, MutationState, ReadState } from "@mizan/runtime";
