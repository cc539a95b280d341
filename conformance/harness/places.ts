/** Where things are. */
import { fileURLToPath } from "node:url";

const place = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const repository: string = place("../..");
export const conformance: string = place("..");
/** Everything that a run makes; removed when the next one begins. */
export const generated: string = place("../generated");
export const fixtures: string = place("../../fixtures");
/** Exports of real applications that may not be part of the repository; absent on most machines. */
export const realExports: string = place("../../../shared/fixtures");
