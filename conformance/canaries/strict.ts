// TS7006 TS2322: `strict`, by way of an implicit `any` and of null
function size(text): number {
  const length: number = null;
  return length + text.length;
}

export const empty: number = size("");
