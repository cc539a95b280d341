/**
 * Names made from wire names by the compiler's rule, for the errors of adapters: their texts show
 * what the application has written.
 */

/** `user_profile` → `UserProfile`. */
export function pascalCase(wireName: string): string {
  return wireName.replace(/(?:^|_+)([^_]?)/g, (_match, letter: string) => letter.toUpperCase());
}
