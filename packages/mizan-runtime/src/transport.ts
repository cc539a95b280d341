/**
 * How requests leave and answers come back. The kernel knows this interface only, so that a
 * WebSocket, a desktop shell or a test double can stand in for `fetch`.
 */
import type { CanonicalParams } from "./canonical.js";
import type { Invalidation } from "./invalidation.js";
import type { CallBody } from "./types.js";

/** A context's answer: one key per function that ran, `$errors` for those that failed. */
export type Bundle = Readonly<Record<string, unknown>>;

export interface ReadRequest {
  readonly context: string;
  readonly canonical: CanonicalParams;
  readonly signal: AbortSignal;
}

export interface CallRequest {
  readonly name: string;
  /** What the schema asks for; a transport that doesn't know it may take its own way. */
  readonly transport?: "websocket";
  readonly args: unknown;
  /** How a function that takes files wants them to travel; without it, all is JSON. */
  readonly body?: CallBody;
  /** The instances that are shown, as the value of `X-Mizan-Refresh`; empty when there are none. */
  readonly refresh: string;
  readonly signal: AbortSignal | undefined;
}

export interface Refreshed {
  readonly context: string;
  readonly params?: Bundle;
  readonly data: Bundle;
}

export interface CallAnswer {
  readonly result: unknown;
  readonly invalidate?: readonly Invalidation[] | undefined;
  readonly refreshed?: readonly Refreshed[] | undefined;
}

/** Rejects with a `DjangoError`; anything else that it throws counts as a network error. */
export interface Transport {
  read(request: ReadRequest): Promise<Bundle>;
  call(request: CallRequest): Promise<CallAnswer>;
}
