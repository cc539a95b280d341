/** Seeds the shop once, with everybody signed in; each test then begins with a copy. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { Backend, manage } from "./backend.js";
import { Visitor } from "./visitor.js";

export type Person = "ada" | "bob" | "sam";

declare module "vitest" {
  interface ProvidedContext {
    frontEnd: string;
    /** The folder with the seeded database. */
    seeded: string;
    /** The keys of their sessions. */
    sessions: Record<Person, string>;
  }
}

export default async function seed(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "mizan-shop-"));
  await manage(folder, "migrate", "--verbosity=0");
  await manage(folder, "seed");
  const backend = new Backend(folder);
  await backend.start();
  const signIn = async (username: Person): Promise<string> => {
    const visitor = new Visitor(backend.url);
    await visitor.call("sign_in", { username, password: "open sesame" });
    if (visitor.session === undefined) throw new Error(`${username} got no session`);
    return visitor.session;
  };
  try {
    project.provide("sessions", { ada: await signIn("ada"), bob: await signIn("bob"), sam: await signIn("sam") });
  } finally {
    await backend.kill();
  }
  project.provide("seeded", folder);
  return () => rm(folder, { recursive: true });
}
