/** The shop's backend as a process of its own, with a database of its own. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const shop = fileURLToPath(new URL("../..", import.meta.url));
const python = join(shop, "../../.venv/bin/python");

/** `manage.py` with the data that is kept in `folder`. */
function command(folder: string, frontEnd: string | undefined) {
  if (!existsSync(python)) throw new Error("There is no .venv; run `cargo xtask test shop`");
  const env = {
    ...process.env,
    PYTHONUNBUFFERED: "1",
    SHOP_DATABASE: join(folder, "db.sqlite3"),
    SHOP_MEDIA: join(folder, "media"),
    ...(frontEnd !== undefined && { SHOP_FRONTEND: built(frontEnd) }),
  };
  return { cwd: join(shop, "backend"), env };
}

function built(frontEnd: string): string {
  const folder = join(shop, frontEnd, "dist");
  if (existsSync(join(folder, "index.html"))) return folder;
  throw new Error(`The ${frontEnd} front end is not built; run \`cargo xtask test shop\``);
}

export async function manage(folder: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(python, ["manage.py", ...args], command(folder, undefined));
}

export class Backend {
  readonly #folder: string;
  readonly #frontEnd: string | undefined;
  #process: ChildProcess | undefined;
  /** What it has said so far: a line for each request, and tracebacks. */
  log = "";
  url = "";

  constructor(folder: string, frontEnd?: string) {
    this.#folder = folder;
    this.#frontEnd = frontEnd;
  }

  /** Resolves once it listens: where it did before or, the first time, where there is room. */
  async start(): Promise<void> {
    if (this.#process) return;
    const address = this.url ? new URL(this.url).host : "127.0.0.1:0";
    const options = command(this.#folder, this.#frontEnd);
    const server = spawn(python, ["manage.py", "runserver", "--noreload", address], options);
    this.#process = server;
    this.url = await new Promise((resolve, reject) => {
      let said = "";
      const hear = (text: Buffer): void => {
        said += String(text);
        this.log += String(text);
        const [, url] = /server at (http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
        if (url) resolve(url);
      };
      server.stdout.on("data", hear);
      server.stderr.on("data", hear);
      server.once("exit", () => reject(new Error(`The server did not start:\n${said}`)));
    });
  }

  /** As when the machine goes down. */
  async kill(): Promise<void> {
    const server = this.#process;
    this.#process = undefined;
    if (!server || server.exitCode !== null) return;
    const exited = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGKILL");
    await exited;
  }
}
