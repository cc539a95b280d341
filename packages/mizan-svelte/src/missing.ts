/** The errors of a hook that finds no root or no provider above it. */
import { pascalCase } from "@mizan/runtime/names";

export function missingRoot(caller: string): never {
  throw new Error(`${caller} needs a <MizanContext> or setMizanContext() above it`);
}

export function missingProvider(hook: string, context: string): never {
  const provider = `${pascalCase(context)}Context`;
  throw new Error(`${hook} needs a <${provider}> or set${provider}() above it, or params`);
}

/** What `read` finds in Svelte's context, else what `missing` says. */
export function orMissing<Value>(read: () => Value, missing: () => never): Value {
  try {
    return read();
  } catch (cause) {
    // Anything else is Svelte's own advice, such as on a call after an await.
    if (cause instanceof Error && cause.message.includes("missing_context")) return missing();
    throw cause;
  }
}
