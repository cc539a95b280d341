/** What an application imports by hand; everything typed by a schema comes from generated code. */
export { setMizanContext, useMizan } from "./client.js";
export type { MutationOptions } from "./mutation.js";
export type { MutationState, ReadState } from "@mizan/runtime";
