/** Where tests find the packages' sources. */
import { fileURLToPath } from "node:url";
import type { Alias } from "vite";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export const alias: Alias[] = [
  { find: /^@mizan\/vue$/, replacement: path("../src/index.ts") },
  { find: /^@mizan\/vue\/v1$/, replacement: path("../src/v1.ts") },
  { find: /^@mizan\/runtime$/, replacement: path("../../mizan-runtime/src/index.ts") },
  { find: /^@mizan\/runtime\/(.+)$/, replacement: path("../../mizan-runtime/src/$1.ts") },
];
