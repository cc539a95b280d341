/** Runs other programs and keeps what they say. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { conformance, repository } from "./places.js";

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  program: string, args: readonly string[], cwd: string = conformance,
): Promise<Finished> {
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined };
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", (cause) => reject(new Error(`cannot run ${program}`, { cause })));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}

/** A script of the npm packages, such as `typescript/bin/tsc`, under this Node. */
export function runScript(script: string, args: readonly string[]): Promise<Finished> {
  return run(process.execPath, [join(repository, "node_modules", script), ...args]);
}
