// TS1294: `erasableSyntaxOnly`
export enum Status {
  open,
}
