/** The README's examples as files, so that what it promises is compiled too. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generated, repository } from "./places.js";

/** Where an example goes, the language of its block, and what it imports. */
const examples = [
  { file: "App.tsx", language: "tsx", imports: "./mizan/react" },
  { file: "App.vue", language: "vue", imports: "./mizan/vue" },
  { file: "App.svelte", language: "svelte", imports: "./mizan/svelte" },
  { file: "script.ts", language: "ts", imports: "./mizan/protocol" },
];

export async function writeReadmeExamples(): Promise<void> {
  const readme = await readFile(join(repository, "README.md"), "utf8");
  const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)];
  for (const { file, language, imports } of examples) {
    const found = blocks.filter(([, name, text]) => name === language && text?.includes(`"${imports}"`));
    const [only, another] = found.map(([, , text]) => text);
    if (only === undefined || another !== undefined) {
      throw new Error(`README.md has ${found.length} ${language} examples that import ${imports}, not one`);
    }
    await writeFile(join(generated, "readme", file), only);
  }
}
