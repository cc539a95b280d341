/** What npm will be given: the package as it is packed, and as its users' tools see it. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, describe, expect, test } from "vitest";

/** Runs a tool, which fails with its findings when there are any. */
async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  await promisify(execFile)(command, args, { cwd }).catch((error: { stdout?: unknown; stderr?: unknown }) => {
    throw new Error([command, ...args, "\n", error.stdout, error.stderr].join(" "));
  });
}

const strictest = {
  target: "es2022",
  lib: ["es2022", "dom", "dom.iterable"],
  types: [],
  jsx: "react-jsx",
  noEmit: true,
  strict: true,
  declaration: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  isolatedDeclarations: true,
  erasableSyntaxOnly: true,
};
const bundler = { module: "esnext", moduleResolution: "bundler" };
const nodenext = { module: "nodenext" };

export interface PackageOptions {
  readonly folder: URL;
  /** Generated code that imports the package, from its folder on. */
  readonly generated: string;
  /** What its users' compilers need beside the strictest options. */
  readonly options?: object;
  /** Further options, by the name of what they stand for. */
  readonly variants?: Readonly<Record<string, object>>;
}

export function describePackage({ folder, generated, options, variants }: PackageOptions): void {
  const cwd = fileURLToPath(folder);

  describe("the package", () => {
    beforeAll(async () => {
      const kernel = fileURLToPath(new URL("../mizan-runtime/", folder));
      if (!existsSync(`${kernel}dist/index.d.ts`)) await run("npm", ["run", "build"], kernel);
      await run("npm", ["run", "build"], cwd);
    }, 120_000);

    describe.each(["typescript", "typescript-7"])("under %s", (compiler) => {
      test.each(Object.entries({ bundler, nodenext, ...variants }))(
        "serves generated code with %s",
        async (_name, variant) => {
          const temporary = await mkdtemp(join(tmpdir(), "mizan-types-"));
          const config = join(temporary, "tsconfig.json");
          const compilerOptions = { ...strictest, ...options, ...variant };
          const files = [fileURLToPath(new URL(generated, folder))];
          await writeFile(config, JSON.stringify({ compilerOptions, files }));
          const tsc = createRequire(import.meta.url).resolve(`${compiler}/package.json`);
          await run("node", [join(tsc, "../bin/tsc"), "-p", config], cwd);
          await rm(temporary, { recursive: true });
        },
        60_000,
      );
    });

    test("satisfies publint", async () => {
      const { messages, pkg } = await publint({ pkgDir: cwd, strict: true });
      expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
    }, 60_000);

    test("has types that resolve under every kind of resolution that knows ESM", async () => {
      await run("npx", ["attw", "--pack", ".", "--profile", "esm-only", "--no-color"], cwd);
    }, 120_000);

    test("is less than 250 lines, in the same files as every adapter", async () => {
      const sources = new URL("src/", folder);
      const files = await readdir(sources);
      const modules = ["client", "index", "mutation", "read", "scope", "subscribe", "v1"];
      expect(files.map((file) => file.replace(/(\.svelte)?\.ts$/, "")).sort()).toEqual(modules);
      const texts = await Promise.all(files.map((file) => readFile(new URL(file, sources), "utf8")));
      expect(texts.join("").match(/\n/g)?.length).toBeLessThan(250);
    });
  });
}
