/** Svelte's compiler, applied to a file the way that its bundler plugins apply it. */
import { transform } from "esbuild";
import { compile, compileModule } from "svelte/compiler";
import type { CompileResult } from "svelte/compiler";

export type Side = "client" | "server";

/** A component, or a module with runes, whose types are taken out before. */
export async function compileSvelte(file: string, text: string, generate: Side): Promise<CompileResult> {
  const options = { filename: file, generate, dev: false };
  if (file.endsWith(".svelte")) return compile(text, { ...options, runes: true });
  const { code } = await transform(text, {
    loader: "ts",
    target: "esnext",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return compileModule(code, options);
}
