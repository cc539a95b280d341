// TS2532: `noUncheckedIndexedAccess`
export function first(texts: string[]): number {
  return texts[0].length;
}
