/**
 * The clients that everything here is about: one per fixture, one per way to write imports, and
 * those of the README. Vitest calls the default export once, before any test.
 */
import { readFileSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildCompiler } from "./compiler.js";
import { conformance, fixtures, generated, realExports, repository } from "./places.js";
import { largeExport } from "./large.js";

export default async function generateClients(): Promise<void> {
  await rm(generated, { recursive: true, force: true });
  await mkdir(generated);
  const generate = await buildCompiler();
  const own = await exportsIn(fixtures);
  const cases = [...own, ...(await exportsIn(join(conformance, "types"))), ...(await exportsIn(realExports))];
  const jobs = [
    ...cases.map((schema) => ({ schema, out: client("js", schema) })),
    ...own.map((schema) => ({ schema, out: client("none", schema), extension: "none" as const })),
    ...own.map((schema) => ({ schema, out: client("ts", schema), extension: "ts" as const })),
  ];
  for (const job of jobs) await generate(job);
}
