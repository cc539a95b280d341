// TS2305: an import that the kernel doesn't have
import type { NoSuchType } from "@mizan/runtime/v1";

export type Missing = NoSuchType;
