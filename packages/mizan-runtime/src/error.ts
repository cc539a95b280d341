/**
 * The one error class that Mizan rejects with, and how an answer becomes one: both envelopes of
 * the protocol, and everything that a proxy or a broken line puts in their place.
 */

import { listOf, own } from "./own.js";

/**
 * Where it went wrong: `network` no answer came; `abort` the caller gave up; `http` the server said
 * no; `validation` the input is wrong; `auth` who you are is not enough; `csrf` the CSRF token was
 * refused twice; `protocol` the answer is not Mizan's.
 */
export type ErrorKind = "network" | "abort" | "http" | "validation" | "auth" | "csrf" | "protocol";

/** The protocol's codes, and the kernel's own: the last four. */
export type StandardErrorCode =
  | "BAD_REQUEST"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "CSRF_FAILED"
  | "NOT_FOUND"
  | "TOO_LARGE"
  | "VALIDATION_ERROR"
  | "RATE_LIMITED"
  | "INTERNAL_ERROR"
  | "NOT_IMPLEMENTED"
  | "NETWORK_ERROR"
  | "ABORT_ERROR"
  | "HTTP_ERROR"
  | "PROTOCOL_ERROR";

/** The fields of each shape that an input may have; any name where the input isn't known. */
type FieldNames<Input> = Input extends object
  ? keyof Input & string
  : Input extends void | null
    ? never
    : string;

/** Texts per field; a field inside another is a dotted path: `items.0.name`. */
export type FieldErrors<Input> = {
  readonly [Field in FieldNames<Input>]?: readonly string[] | undefined;
} & { readonly [path: `${string}.${string}`]: readonly string[] | undefined };

export interface DjangoErrorInit<Code extends string = string, Details = unknown> {
  readonly kind: ErrorKind;
  /** Default: made of the kind, `NETWORK_ERROR`. */
  readonly code?: Code;
  readonly message?: string;
  readonly details?: Details;
  readonly status?: number;
  readonly fn?: string | undefined;
  readonly requestId?: string | null;
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}

export class DjangoError<
  Input = unknown,
  Code extends string = string,
  Details = unknown,
> extends Error {
  declare readonly code: Code;
  declare readonly kind: ErrorKind;
  /** The HTTP status; 0 when no answer came. */
  declare readonly status: number;
  declare readonly details: Details;
  declare readonly fieldErrors: FieldErrors<Input>;
  declare readonly formErrors: readonly string[];
  /** The server's `X-Request-ID`. */
  declare readonly requestId?: string | null;
  /** The function that it came from; undefined when a whole context could not be read. */
  declare readonly fn?: string | undefined;
  /** Milliseconds that the server asks to wait before the next try. */
  declare readonly retryAfter?: number | null;

  constructor(init: DjangoErrorInit<Code, Details>) {
    super(init.message);
    const { fields, form } = Object(init.details);
    Object.assign(this, { status: 0, code: `${init.kind.toUpperCase()}_ERROR` }, init, {
      name: "DjangoError",
      fieldErrors: { __proto__: null, ...fields },
      formErrors: listOf(form),
    });
  }
}

/**
 * Whether `error` came from Mizan and, with `fn`, from that function. The failure of a whole
 * context concerns every function of it.
 */
export function isDjangoError(error: unknown, fn?: string): error is DjangoError {
  return error instanceof DjangoError && (!fn || (error.fn || fn) === fn);
}

/** What the other standard and the declared codes are is "http". */
const KINDS: Readonly<Record<string, ErrorKind>> = {
  UNAUTHORIZED: "auth",
  FORBIDDEN: "auth",
  CSRF_FAILED: "csrf",
  VALIDATION_ERROR: "validation",
};

/** The error that an envelope holds; what holds none, such as a proxy's page, makes it `init`. */
export function errorFrom(error: unknown, init: DjangoErrorInit): DjangoError {
  const { code, message, details } = Object(error);
  return error instanceof DjangoError ? error : new DjangoError(typeof code === "string" ? { ...init, code, message: message ?? code, details, kind: own(KINDS, code) ?? "http" } : init);
}

/** Whatever a transport threw, as a DjangoError. */
export function asDjangoError(cause: unknown, signal?: AbortSignal, fn?: string): DjangoError {
  if (cause instanceof DjangoError) return cause;
  return new DjangoError({ kind: signal?.aborted ? "abort" : "network", message: String(cause), cause, fn });
}
