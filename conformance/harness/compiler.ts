/** Builds the compiler once and runs it. */
import { repository } from "./places.js";
import { run } from "./processes.js";

export interface Options {
  readonly schema: string;
  readonly out: string;
  readonly extension?: "js" | "none" | "ts";
  readonly runtime?: "package" | "vendored";
}

export type Generate = (options: Options) => Promise<void>;

/** Builds it from the sources, unless `MIZAN_GENERATE_BINARY` names one that is built already. */
export async function buildCompiler(): Promise<Generate> {
  const binary = process.env["MIZAN_GENERATE_BINARY"] ?? (await cargoBuild());
  return async ({ schema, out, extension = "js", runtime = "package" }) => {
    const targets = ["react", "vue", "svelte"].flatMap((target) => ["--target", target]);
    const options = ["--import-extension", extension, "--runtime", runtime];
    const finished = await run(binary, ["--schema", schema, "--out", out, ...targets, ...options]);
    if (finished.status !== 0) throw new Error(`${schema} is refused:\n${finished.stderr}`);
  };
}

async function cargoBuild(): Promise<string> {
  const args = ["build", "--locked", "--bin", "mizan-generate", "--message-format=json-render-diagnostics"];
  const { status, stdout, stderr } = await run("cargo", args, repository);
  if (status !== 0) throw new Error(`the compiler doesn't build:\n${stderr}`);
  const built = stdout.split("\n").map((line) => /"executable":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1]);
  const executable = built.findLast((path) => path !== undefined);
  if (executable === undefined) throw new Error("cargo doesn't say where it put the compiler");
  return JSON.parse(`"${executable}"`);
}
