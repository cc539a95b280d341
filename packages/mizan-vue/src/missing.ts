/** The errors of a hook that finds no root or no provider above it. */
import { pascalCase } from "@mizan/runtime/names";

export function missingRoot(caller: string): never {
  throw new Error(`${caller} needs a <MizanContext> above it`);
}

export function missingProvider(hook: string, context: string): never {
  throw new Error(`${hook} needs a <${pascalCase(context)}Context> above it, or params`);
}
