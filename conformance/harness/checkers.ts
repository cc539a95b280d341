/** The type checkers, and what they say in one shape. */
import { join } from "node:path";
import { conformance } from "./places.js";
import { runScript } from "./processes.js";

export interface Problem {
  /** Below `conformance/`. */
  readonly file: string;
  readonly line: number;
  /** `TS2322`, or the name of one of Svelte's own warnings. */
  readonly code: string;
  readonly message: string;
}

/** Checks a program of `programs/`. */
export type Checker = (program: string) => Promise<readonly Problem[]>;

export const typescript5: Checker = (program) => tsc("typescript/bin/tsc", program);
/** Looks into the libraries' declarations as well, our packages' among them: it has the speed. */
export const typescript7: Checker = (program) => tsc("typescript-7/bin/tsc", program, "--skipLibCheck", "false");
export const vueTsc: Checker = (program) => tsc("vue-tsc/bin/vue-tsc.js", program);

/** A problem in one line, as a test shows it. */
export function line({ file, line, code, message }: Problem): string {
  return `${file}:${line} ${code} ${message}`;
}

async function tsc(
  script: string, program: string, ...options: readonly string[]
): Promise<readonly Problem[]> {
  const args = ["-p", project(program), "--pretty", "false", ...options];
  const { status, stdout, stderr } = await runScript(script, args);
  const problems = [...stdout.matchAll(/^(.+?)\((\d+),\d+\): error (TS\d+): (.*)$/gm)].map(
    ([, file = "", line, code = "", message = ""]) => ({ file, line: Number(line), code, message }),
  );
  return checkedBy(script, status, problems, stdout + stderr);
}

export const svelteCheck: Checker = async (program) => {
  const script = "svelte-check/bin/svelte-check";
  const args = ["--tsconfig", project(program), "--output", "machine-verbose", "--fail-on-warnings"];
  const { status, stdout, stderr } = await runScript(script, args);
  const problems = [...stdout.matchAll(/^\d+ (\{.*\})$/gm)].map(([, json = ""]) => {
    const { filename, start, code, message } = JSON.parse(json) as SvelteProblem;
    const name = typeof code === "number" ? `TS${code}` : code;
    return { file: filename, line: start.line + 1, code: name, message };
  });
  return checkedBy(script, status, problems, stdout + stderr);
};

interface SvelteProblem {
  readonly filename: string;
  readonly start: { readonly line: number };
  readonly code: number | string;
  readonly message: string;
}

/** A checker that fails must have said where; one that can't read its program says no place. */
function checkedBy(
  checker: string, status: number | null, problems: readonly Problem[], output: string,
): readonly Problem[] {
  if ((status === 0) === (problems.length === 0)) return problems;
  throw new Error(`${checker} ended with ${status}:\n${output}`);
}

function project(program: string): string {
  return join(conformance, "programs", `${program}.json`);
}
