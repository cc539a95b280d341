/** What npm will be given: the package as it is packed, and as its users' tools see it. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);

/** `folder` is the package's; its dependencies among the packages must have been built. */
export function describePackage(folder: URL): void {
  const cwd = fileURLToPath(folder);

  describe("the package", () => {
    beforeAll(async () => {
      await run("npm", ["run", "build"], { cwd });
    }, 120_000);

    test("satisfies publint", async () => {
      const { messages, pkg } = await publint({ pkgDir: cwd, strict: true });
      expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
    }, 60_000);

    test("has types that resolve under every kind of resolution that knows ESM", async () => {
      // Fails with its findings when there are any.
      await run("npx", ["attw", "--pack", ".", "--profile", "esm-only", "--no-color"], { cwd });
    }, 120_000);

    test("is less than 250 lines, blanks and comments aside", async () => {
      const sources = new URL("src/", folder);
      const files = await readdir(sources);
      const texts = await Promise.all(files.map((file) => readFile(new URL(file, sources), "utf8")));
      const lines = texts.flatMap((text) => text.split("\n")).filter((line) => !/^\s*($|\/[/*]|\*)/.test(line));
      expect(lines.length).toBeLessThan(250);
    });
  });
}
