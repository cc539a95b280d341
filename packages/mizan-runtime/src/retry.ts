/** Tries again what may succeed a moment later: reads only, a mutation might happen twice. */
import { asDjangoError, type DjangoError } from "./error.js";

export interface RetryOptions {
  /** How often a failed read is tried again. Default 3. */
  readonly attempts?: number;
  /** Milliseconds that the first wait is at most; each further one doubles it. Default 1,000. */
  readonly baseDelay?: number;
  /** Milliseconds that any wait is at most; a server that asks for more is not waited for. Default 30,000. */
  readonly maxDelay?: number;
}

export async function withRetry<Value>(
  run: () => Promise<Value>,
  options: RetryOptions,
  signal?: AbortSignal,
): Promise<Value> {
  const { attempts = 3, baseDelay = 1000, maxDelay = 30_000 } = options;
  for (let attempt = 0; ; attempt++) {
    try {
      return await run();
    } catch (cause) {
      const error = asDjangoError(cause, undefined, signal);
      const jittered = Math.random() * Math.min(maxDelay, baseDelay * 2 ** attempt);
      const delay = error.retryAfter ?? jittered;
      if (attempt >= attempts || delay > maxDelay || !isPassing(error)) throw error;
      await sleep(delay, signal);
    }
  }
}

function isPassing({ kind, status }: DjangoError): boolean {
  return kind === "network" || status >= 500 || [408, 425, 429].includes(status);
}

function sleep(delay: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delay);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
