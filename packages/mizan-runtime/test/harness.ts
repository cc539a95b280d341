/**
 * What the tests share: a schema, and a backend whose every answer the test gives by hand, so that
 * a race is a sequence of lines.
 */
import { vi } from "vitest";
import { createMizan, DjangoError } from "../src/index.js";
import type {
  CallAnswer, CallRequest, ContextRef, FunctionRef, MizanClient, MizanOptions, ReadRequest, Transport,
} from "../src/index.js";

export interface UserParams {
  user_id: number;
  order_id?: number;
}
export interface UserData {
  user_profile: { name: string };
  user_orders: readonly { id: number }[];
}
interface UserFailures {
  user_profile: DjangoError;
  user_orders: DjangoError;
}
export const user: ContextRef<UserParams, UserData, UserFailures> = {
  name: "user",
  params: { user_id: "integer", order_id: "integer" },
};
export const notifications: ContextRef<object, { unread: number }, { unread: DjangoError }> = {
  name: "notifications",
  params: {},
};
export const rename: FunctionRef<{ user_id: number; name: string }, { ok: boolean }> = { name: "rename" };
export const logout: FunctionRef<void, null> = { name: "logout" };

/** A bundle of `user`. */
export function ada(name = "Ada", ...orders: number[]): UserData {
  return { user_profile: { name }, user_orders: orders.map((id) => ({ id })) };
}

export interface Pending<Request, Answer> {
  readonly request: Request;
  readonly isAborted: () => boolean;
  answer(answer: Answer): Promise<void>;
  fail(error?: unknown): Promise<void>;
}

export interface Backend {
  readonly transport: Transport;
  readonly reads: Pending<ReadRequest, object>[];
  readonly calls: Pending<CallRequest, Partial<CallAnswer>>[];
}

/** Answers nothing by itself. */
export function createBackend(): Backend {
  const reads: Pending<ReadRequest, object>[] = [];
  const calls: Pending<CallRequest, Partial<CallAnswer>>[] = [];
  return {
    reads,
    calls,
    transport: {
      read: (request) => pend(request, reads, (answer) => answer as Record<string, unknown>),
      call: (request) => pend(request, calls, (answer) => ({ result: null, ...answer })),
    },
  };
}

export function setup(options: MizanOptions = {}): Backend & { readonly client: MizanClient } {
  const backend = createBackend();
  return { ...backend, client: createMizan({ transport: backend.transport, gcTime: 1000, ...options }) };
}

/** Lets everything happen that needs no time to pass. */
export async function settled(): Promise<void> {
  if (vi.isFakeTimers()) await vi.advanceTimersByTimeAsync(0);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

export function failure(code = "INTERNAL_ERROR", status = 500): DjangoError {
  return new DjangoError({ kind: "http", code, message: "Something went wrong.", status });
}

function pend<Request extends { readonly signal: AbortSignal | undefined }, Given, Answer>(
  request: Request,
  all: Pending<Request, Given>[],
  convert: (given: Given) => Answer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    all.push({
      request,
      isAborted: () => request.signal?.aborted ?? false,
      answer: async (given) => {
        resolve(convert(given));
        await settled();
      },
      fail: async (error = failure()) => {
        reject(error);
        await settled();
      },
    });
  });
}
