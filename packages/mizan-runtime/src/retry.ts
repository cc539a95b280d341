/** Tries again what may succeed a moment later: reads only, a mutation might happen twice. */
import type { DjangoError } from "./error.js";

/** Milliseconds of the longest wait; a server that asks for more is not waited for. */
const MAX_DELAY = 30_000;

/** Waits up to a second before the first of `retries`, and up to twice as long before each further one. */
export async function withRetry<Value>(
  run: () => Promise<Value>,
  retries: number,
  signal?: AbortSignal,
): Promise<Value> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      const { status = 500, retryAfter } = error as Partial<DjangoError>;
      const delay = retryAfter || Math.random() * Math.min(MAX_DELAY, 1000 * 2 ** attempt);
      // A pattern takes the number as its text.
      const isPassing = /408|42[59]|5../.test(status as never);
      if (attempt >= retries || delay > MAX_DELAY || signal?.aborted || !isPassing) throw error;
      await new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, delay);
        signal?.addEventListener("abort", () => reject(clearTimeout(timer)));
      });
    }
  }
}
