// What the compiler writes for the framework-free layer as a whole.
export { createMizan, DjangoError } from "@mizan/runtime";
export * from "./functions.js";
export * from "./global.js";
export * from "./types.js";
export * from "./user.js";
