/**
 * The one error class that Mizan rejects with, and how an answer becomes one: both envelopes of
 * the protocol, and everything that a proxy or a broken line puts in their place.
 */

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
  | "ABORTED"
  | "HTTP_ERROR"
  | "BAD_RESPONSE";

type KeysOf<Input> = Input extends object ? keyof Input & string : never;

/** Texts per field; a field inside another is a dotted path: `items.0.name`. */
export type FieldErrors<Input> = unknown extends Input
  ? { readonly [path: string]: readonly string[] | undefined }
  : { readonly [Field in KeysOf<Input>]?: readonly string[] | undefined } & {
      readonly [path: `${string}.${string}`]: readonly string[] | undefined;
    };

export interface DjangoErrorInit<Code extends string = string, Details = unknown> {
  readonly code: Code;
  readonly message: string;
  readonly kind: ErrorKind;
  readonly details?: Details;
  readonly status?: number | undefined;
  readonly fn?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfter?: number | undefined;
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
  declare readonly requestId: string | undefined;
  /** The function that it came from; undefined when a whole context could not be read. */
  declare readonly fn: string | undefined;
  /** Milliseconds that the server asks to wait before the next try. */
  declare readonly retryAfter: number | undefined;

  constructor(init: DjangoErrorInit<Code, Details>) {
    super(init.message);
    const { fields, form = [] } = Object(init.details);
    const fieldErrors = Object.assign(Object.create(null), fields);
    Object.assign(this, { status: 0 }, init, { name: "DjangoError", fieldErrors, formErrors: form });
  }
}

/**
 * Whether `error` came from Mizan and, with `fn`, from that function. The failure of a whole
 * context concerns every function of it.
 */
export function isDjangoError(error: unknown, fn?: string): error is DjangoError {
  return error instanceof DjangoError && (!fn || !error.fn || error.fn === fn);
}

/** The error in an envelope; a body that is none, such as a proxy's, makes it `init`. */
export function errorFrom(body: unknown, init: DjangoErrorInit): DjangoError {
  const { error } = Object(body);
  const { code, message, details } = Object(error === true ? body : error);
  return new DjangoError(
    typeof code === "string" ? { ...init, code, message, details, kind: kindOf(code) } : init,
  );
}

/** Whatever a transport threw, as a DjangoError. */
export function asDjangoError(cause: unknown, fn?: string, signal?: AbortSignal): DjangoError {
  if (cause instanceof DjangoError) return cause;
  const init: DjangoErrorInit = signal?.aborted
    ? { code: "ABORTED", kind: "abort", message: "Aborted", cause: signal.reason, fn }
    : { code: "NETWORK_ERROR", kind: "network", message: `No answer: ${cause}`, cause, fn };
  return new DjangoError(init);
}

function kindOf(code: string): ErrorKind {
  if (code === "VALIDATION_ERROR") return "validation";
  if (code === "CSRF_FAILED") return "csrf";
  return code === "UNAUTHORIZED" || code === "FORBIDDEN" ? "auth" : "http";
}
