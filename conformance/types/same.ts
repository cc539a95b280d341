/** What the type tests state besides `@ts-expect-error`: that two types are one and the same. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** `same<A, B>(true)` compiles only if `A` and `B` are the same type. */
export declare function same<A, B>(equal: Same<A, B>): void;
