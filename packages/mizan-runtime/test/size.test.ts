/** What the kernel and each extension weigh in a user's bundle: minified by esbuild, gzipped. */
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const KERNEL = 'export { createMizan, DjangoError, isDjangoError } from "./src/index.js"';

async function bundle(contents: string, external: string[] = []) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL("..", import.meta.url)) },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    write: false,
    metafile: true,
    external,
  });
  const text = outputFiles[0]?.text ?? "";
  const files = Object.keys(metafile.inputs).map((path) => path.replace(/^.*src\//, ""));
  return { text, files, bytes: gzipSync(text, { level: 9 }).length };
}

test("the kernel weighs at most 4 kB", async () => {
  const { bytes } = await bundle(KERNEL);
  expect(bytes).toBeLessThanOrEqual(4000);
});

test("whoever imports only the client doesn't pay for more", async () => {
  const [all, one] = [await bundle(KERNEL), await bundle('export { createMizan } from "./src/index.js"')];
  expect(one.bytes).toBeLessThan(all.bytes);
  expect((await bundle('import "./src/index.js"')).text).toBe("");
});

const EXTENSIONS: [name: string, most: number][] = [
  ["focus", 250],
  ["htmx", 500],
  ["hydration", 600],
  ["observe", 350],
  ["optimistic", 350],
  ["suspense", 350],
  ["tabs", 200],
  ["token", 400],
];

test.each(EXTENSIONS)("%s costs nothing unless it is used, and little then", async (name, most) => {
  const kernel = await bundle(KERNEL);
  expect(kernel.files).not.toContain(`${name}.ts`);
  const both = await bundle(`${KERNEL}; export * from "./src/${name}.js"`);
  expect(both.bytes - kernel.bytes).toBeLessThanOrEqual(most);
});

test("what is for tests is in nobody's application", async () => {
  expect((await bundle(KERNEL)).files).not.toContain("testing.ts");
});

test("what is for developers is not in a production build", async () => {
  const { text } = await bundle(KERNEL);
  expect(text).not.toMatch(/\[mizan\]|process/);
});

test("the README says what things weigh", async () => {
  const kernel = await bundle(KERNEL);
  const rows = [`| the kernel | ${kernel.bytes} |`];
  for (const [name] of EXTENSIONS) {
    const both = await bundle(`${KERNEL}; export * from "./src/${name}.js"`);
    rows.push(`| \`${name}\` | ${both.bytes - kernel.bytes} |`);
  }
  const path = new URL("../README.md", import.meta.url);
  const readme = await readFile(path, "utf8");
  const table = `\n| | bytes |\n| --- | --: |\n${rows.join("\n")}\n\n`;
  const written = readme.replace(/(<!-- sizes: .*-->\n)[^]*(<!-- \/sizes -->)/, (_, begin, end) => begin + table + end);
  if (process.env["UPDATE_SIZES"]) await writeFile(path, written);
  else expect(readme).toBe(written);
});
