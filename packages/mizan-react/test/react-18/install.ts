/** Gets React 18 for the tests, once. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export default function install(): void {
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  if (existsSync(new URL("node_modules/react-dom", import.meta.url))) return;
  execFileSync("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], { cwd, stdio: "inherit" });
}
