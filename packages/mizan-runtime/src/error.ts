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
  readonly code: Code;
  readonly kind: ErrorKind;
  /** The HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly details: Details;
  readonly fieldErrors: FieldErrors<Input>;
  readonly formErrors: readonly string[];
  /** The server's `X-Request-ID`. */
  readonly requestId: string | undefined;
  /** The function that it came from; undefined when a whole context could not be read. */
  readonly fn: string | undefined;
  /** Milliseconds that the server asks to wait before the next try. */
  readonly retryAfter: number | undefined;

  constructor(init: DjangoErrorInit<Code, Details>) {
    super(init.message, { cause: init.cause });
    this.name = "DjangoError";
    this.code = init.code;
    this.kind = init.kind;
    this.status = init.status ?? 0;
    this.details = init.details as Details;
    const { fields, form } = asRecord(init.details);
    this.fieldErrors = fieldErrors(fields) as FieldErrors<Input>;
    this.formErrors = texts(form);
    this.requestId = init.requestId;
    this.fn = init.fn;
    this.retryAfter = init.retryAfter;
  }
}

/**
 * Whether `error` came from Mizan and, with `fn`, from that function. The failure of a whole
 * context concerns every function of it.
 */
export function isDjangoError(error: unknown, fn?: string): error is DjangoError {
  return error instanceof DjangoError && (!fn || !error.fn || error.fn === fn);
}

/** The error in an envelope; a body that is none, such as a proxy's, gets `message`. */
export function errorFromBody(
  body: unknown,
  init: Omit<DjangoErrorInit, "code" | "message" | "kind">,
  message = "",
): DjangoError {
  const outer = asRecord(body);
  const inner = outer["error"] === true ? outer : asRecord(outer["error"]);
  const { code, details } = inner;
  if (typeof code === "string") {
    return new DjangoError({ ...init, code, message: String(inner["message"]), kind: kindOf(code), details });
  }
  const kind = init.status === 401 || init.status === 403 ? "auth" : "http";
  return new DjangoError({ ...init, code: "HTTP_ERROR", message: `HTTP ${init.status}: ${message}`, kind });
}

/** Whatever a transport threw, as a DjangoError. */
export function asDjangoError(cause: unknown, fn?: string, signal?: AbortSignal): DjangoError {
  if (cause instanceof DjangoError) return cause;
  return signal?.aborted
    ? new DjangoError({ code: "ABORTED", message: "Aborted", kind: "abort", fn, cause })
    : new DjangoError({ code: "NETWORK_ERROR", message: `No answer: ${cause}`, kind: "network", fn, cause });
}

/** `value` as something to look names up in; nothing inherited is ever found there. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return Object.assign(Object.create(null), value);
}

function kindOf(code: string): ErrorKind {
  if (code === "VALIDATION_ERROR") return "validation";
  if (code === "CSRF_FAILED") return "csrf";
  return code === "UNAUTHORIZED" || code === "FORBIDDEN" ? "auth" : "http";
}

function fieldErrors(fields: unknown): Record<string, readonly string[]> {
  const all: Record<string, readonly string[]> = Object.create(null);
  for (const [name, value] of Object.entries(asRecord(fields))) all[name] = texts(value);
  return all;
}

function texts(value: unknown): readonly string[] {
  return value == null ? [] : (Array.isArray(value) ? value : [value]).map(String);
}
