/** Finds the Chromium that a machine has, so that tests need no download of their own. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--js-flags=--expose-gc",
];

const launches = 3;

/** A browser that crashes while it starts, as a busy machine sees it now and then, starts again. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  for (let launch = 1; ; launch++) {
    try {
      return await chromium.launch({ executablePath, args });
    } catch (error) {
      if (launch === launches) throw error;
      console.warn(`Chromium did not start, trying again: ${String(error)}`);
    }
  }
}

function findChromium(): string {
  const given = process.env["CHROMIUM"];
  if (given) return given;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isExecutable);
  if (found) return found;
  throw new Error("These tests need Chromium: install it, or name it in the variable CHROMIUM");
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
