/**
 * The errors of a hook that finds no root or no provider above it. Names are made from wire names
 * by the compiler's rule, so that the text shows what the application has written.
 */

/** `user_profile` → `UserProfile`. */
export function pascalCase(wireName: string): string {
  return wireName.replace(/(?:^|_+)([^_]?)/g, (_match, letter: string) => letter.toUpperCase());
}

export function missingRoot(caller: string): never {
  throw new Error(`${caller} needs a <MizanContext> above it`);
}

export function missingProvider(hook: string, context: string): never {
  throw new Error(`${hook} needs a <${pascalCase(context)}Context> above it, or params`);
}
