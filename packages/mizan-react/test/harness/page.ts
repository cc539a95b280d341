/** What a page of the fixtures offers to the test that drives it. */
import type { MizanClient } from "@mizan/runtime";

export interface Fixture {
  readonly client: MizanClient;
  mount(): void;
  unmount(): void | Promise<void>;
  /** What components held that must not outlive them. */
  readonly seen: WeakRef<object>[];
}

declare global {
  interface Window {
    fixture: Fixture;
    /** There with the flag `--expose-gc`. */
    gc?: () => void;
  }
}
