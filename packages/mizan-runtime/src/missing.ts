/**
 * The errors of adapters' hooks that find no root or no provider above them. Names in them are made
 * from wire names by the compiler's rule, so that the texts show what the application has written.
 */

/** `hasSetter`: the framework offers a function beside the component. */
export function missingRoot(caller: string, hasSetter = false): never {
  throw new Error(`${caller} needs ${provider("Mizan", hasSetter)} above it`);
}

export function missingProvider(hook: string, context: string, hasSetter = false): never {
  throw new Error(`${hook} needs ${provider(pascalCase(context), hasSetter)} above it, or params`);
}

/** `user_profile` → `UserProfile`. */
export function pascalCase(wireName: string): string {
  return wireName.replace(/(?:^|_+)([^_]?)/g, (_match, letter: string) => letter.toUpperCase());
}

function provider(name: string, hasSetter: boolean): string {
  return hasSetter ? `a <${name}Context> or set${name}Context()` : `a <${name}Context>`;
}
