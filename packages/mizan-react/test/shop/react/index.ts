// What the compiler writes for React as a whole.
export * from "../protocol/index.js";
export * from "./global.js";
export * from "./mizan.js";
export * from "./mutations.js";
export * from "./user.js";
