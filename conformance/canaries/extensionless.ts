// TS2835: `nodenext`, which `bundler` has nothing against
export type { State } from "./verbatim";
