/** What an application imports by hand; everything typed by a schema comes from generated code. */
export { createMizanPlugin, MizanContext, useMizan, type MizanContextProps } from "./client.js";
export type { MutationOptions, MutationRefs } from "./mutation.js";
export type { ReadRefs } from "./read.js";
export { RESERVED_PROPS } from "./scope.js";
export type { MutationState, ReadState } from "@mizan/runtime";
