/** What npm will be given: the package as it is packed, as users' tools and plain browsers see it. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, expect, test } from "vitest";
import { describeBundlers } from "./bundlers/browser.js";
import manifest from "../package.json" with { type: "json" };

const cwd = fileURLToPath(new URL("..", import.meta.url));
const run = (command: string, ...args: string[]): Promise<{ stdout: string }> => promisify(execFile)(command, args, { cwd });

beforeAll(async () => {
  await run("npm", "run", "build");
}, 120_000);

describeBundlers();

test("satisfies publint", async () => {
  const { messages, pkg } = await publint({ pkgDir: cwd, strict: true });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
}, 60_000);

test("has types that resolve under every kind of resolution that knows ESM", async () => {
  await expect(run("npx", "attw", "--pack", ".", "--profile", "esm-only", "--no-color")).resolves.toBeDefined();
}, 120_000);

test("depends on nothing and imports no framework", async () => {
  expect(Object.keys(manifest)).not.toContain("dependencies");
  expect(Object.keys(manifest)).not.toContain("peerDependencies");
  const files = (await readdir(`${cwd}/dist`)).filter((file) => file.endsWith(".js"));
  for (const file of files) {
    const imports = (await readFile(`${cwd}/dist/${file}`, "utf8")).matchAll(/^(?:import|export) .*from "(.*)"/gm);
    for (const [, path] of imports) expect(path).toMatch(/^\.\/[a-z0-9]+\.js$/);
  }
});

test("every entry point loads in Node, and v1 exports what docs/codegen.md lists", async () => {
  for (const path of Object.keys(manifest.exports).filter((path) => !path.endsWith(".json"))) {
    await expect(import(/* @vite-ignore */ path.replace(".", "@mizan/runtime"))).resolves.toBeDefined();
  }
  const v1: object = await import("@mizan/runtime/v1");
  expect(Object.keys(v1).sort()).toEqual(["DjangoError", "isDjangoError", "multipart"]);
  const types = await readFile(`${cwd}/dist/v1.d.ts`, "utf8");
  const listed = await readFile(`${cwd}/../../docs/codegen.md`, "utf8");
  const [, section = ""] = listed.split(/^## /m);
  const names = [...section.matchAll(/^\| (.*?) \|/gm)].slice(2).flatMap(([, cell = ""]) => [...cell.matchAll(/`(\w+)/g)].map(([, name]) => name));
  expect(names.length).toBeGreaterThan(8);
  const exported = [...types.matchAll(/\{([^}]*)\}/g)].flatMap(([, list = ""]) => list.split(",").map((name) => name.replace(/\btype\b/, "").trim()).filter(Boolean));
  expect(exported.sort()).toEqual(names.sort());
});

test("the README names every export of every entry point", async () => {
  const readme = await readFile(`${cwd}/README.md`, "utf8");
  for (const path of Object.keys(manifest.exports).filter((path) => !/v1|json$/.test(path))) {
    const types = await readFile(`${cwd}/dist/${path === "." ? "index" : path.slice(2)}.d.ts`, "utf8");
    const lists = [...types.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = ""]) => list.split(","));
    const names = [
      ...lists.map((name) => name.replace(/\btype\b/, "").trim()).filter(Boolean),
      ...[...types.matchAll(/^export (?:declare )?(?:function|class|interface|const|type) (\w+)/gm)].map(([, name = ""]) => name),
    ];
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
  }
});

test("the sources could be written beside generated code: relative imports, nothing that needs emit", async () => {
  for (const file of await readdir(`${cwd}/src`)) {
    const text = await readFile(`${cwd}/src/${file}`, "utf8");
    for (const [, path] of text.matchAll(/from "(.*)"/g)) expect(path).toMatch(/^\.\/[a-z0-9]+\.js$/);
    expect(text).not.toMatch(/^\s*(?:export )?(?:enum|namespace) /m);
  }
});

test("holds no state outside its clients", async () => {
  for (const file of await readdir(`${cwd}/src`)) {
    const text = await readFile(`${cwd}/src/${file}`, "utf8");
    expect(text).not.toMatch(/^(?:export )?(?:let|var) /m);
    expect(text).not.toMatch(/^(?:export )?const .*= new (?:Map|Set|WeakMap)/m);
  }
});
