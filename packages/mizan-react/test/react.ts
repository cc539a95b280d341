/** The React that a run of the tests is about, and where it finds the packages' sources. */
import { fileURLToPath } from "node:url";
import { transformAsync } from "@babel/core";
import type { Alias, Plugin } from "vite";

/** React 19, React 19 with the React Compiler over the pages, or React 18. */
export type Variant = "19" | "compiler" | "18";

declare module "vitest" {
  interface ProvidedContext {
    react: Variant;
  }
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export function alias(variant: Variant): Alias[] {
  const sources: Alias[] = [
    { find: /^@mizan\/react$/, replacement: path("../src/index.ts") },
    { find: /^@mizan\/react\/v1$/, replacement: path("../src/v1.ts") },
    { find: /^@mizan\/runtime$/, replacement: path("../../mizan-runtime/src/index.ts") },
    { find: /^@mizan\/runtime\/(.+)$/, replacement: path("../../mizan-runtime/src/$1.ts") },
  ];
  if (variant !== "18") return sources;
  return [...sources, { find: /^(react|react-dom)(?=\/|$)/, replacement: path("react-18/node_modules/$1") }];
}

/** Fails on whatever the React Compiler would leave as it is. */
export function compiler(): Plugin {
  return {
    name: "react-compiler",
    enforce: "pre",
    async transform(code, id) {
      if (!/\/mizan-react\/(src|test\/pages|test\/shop)\/.*\.tsx?$/.test(id)) return null;
      const options = { panicThreshold: "all_errors" };
      const result = await transformAsync(code, {
        filename: id,
        babelrc: false,
        configFile: false,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [["babel-plugin-react-compiler", options]],
      });
      return result?.code ?? null;
    },
  };
}
