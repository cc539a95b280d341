/**
 * The clients that everything here is about. Vitest calls the default export once, before any test.
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { buildCompiler } from "./compiler.js";
import type { Options } from "./compiler.js";
import { conformance, fixtures, generated, realExports } from "./places.js";
import { exportOf } from "./many.js";
import { writeReadmeExamples } from "./readme.js";

const extensions = ["js", "none", "ts"] as const;
const user = join(fixtures, "user.json");

/** How many functions the clients have that bundlers are tried on; the names are equally long, as they show in bundles. */
export const sizes = { many: 1000, some: 20 } as const;

export default async function generateClients(): Promise<void> {
  await rm(generated, { recursive: true, force: true });
  await mkdir(generated);
  const generate = await buildCompiler();
  for (const client of [...(await checked()), ...(await bundled())]) await generate(client);
  await writeReadmeExamples();
}

/** `generated/<import extension>/<case>`: what is type-checked. */
async function checked(): Promise<Options[]> {
  const own = await exportsIn(fixtures);
  if (own.length === 0) throw new Error(`there are no exports in ${fixtures}`);
  const others = [...(await exportsIn(join(conformance, "types"))), ...(await exportsIn(realExports))];
  const client = (extension: (typeof extensions)[number], schema: string): Options => ({
    schema,
    extension,
    out: join(generated, extension, basename(schema, ".json")),
  });
  return [
    ...extensions.flatMap((extension) => own.map((schema) => client(extension, schema))),
    ...others.map((schema) => client("js", schema)),
    ...extensions.map((extension) => ({
      ...client(extension, user),
      out: join(generated, extension, "user-vendored"),
      runtime: "vendored" as const,
    })),
    { schema: user, out: join(generated, "readme/mizan") },
  ];
}

/** `generated/many` and `generated/some`: what is bundled. */
async function bundled(): Promise<Options[]> {
  const clients = Object.entries(sizes).map(async ([name, functions]) => {
    const schema = join(generated, `${name}.json`);
    await writeFile(schema, JSON.stringify(exportOf(functions)));
    return { schema, out: join(generated, name) };
  });
  return Promise.all(clients);
}

async function exportsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(".json")).sort().map((name) => join(folder, name));
}
