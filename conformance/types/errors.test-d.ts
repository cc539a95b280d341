/** What a caught error is known to hold, as soon as the function is named that it came from. */
import type { StandardErrorCode } from "@mizan/runtime/v1";
import { isDjangoError as isOrdersError } from "../generated/js/orders/protocol/index.js";
import { DjangoError, isDjangoError } from "../generated/js/user/protocol/index.js";
import type {
  FunctionErrors,
  UpdateProfileError,
  UpdateProfileInput,
} from "../generated/js/user/protocol/index.js";
import { same } from "./same.js";

type Texts = readonly string[] | undefined;

export function fields(error: DjangoError<UpdateProfileInput>): void {
  same<typeof error.fieldErrors.name, Texts>(true);
  same<typeof error.fieldErrors.avatar, Texts>(true);
  same<(typeof error.fieldErrors)["avatar.size"], Texts>(true);
  same<typeof error.formErrors, readonly string[]>(true);
  same<typeof error.status, number>(true);
  error.kind === "validation";
  // @ts-expect-error a typo
  error.fieldErrors.nmae;
  // @ts-expect-error a field without errors has none
  error.fieldErrors.name.length;
  // @ts-expect-error not one of the kinds
  error.kind === "invalid";
}

export function unnamed(error: unknown): void {
  if (!isDjangoError(error)) return;
  same<typeof error, DjangoError>(true);
  same<typeof error.code, string>(true);
  same<typeof error.details, unknown>(true);
  same<(typeof error.fieldErrors)["anything"], Texts>(true);
}

export function narrowing(error: unknown): void {
  // @ts-expect-error unknown until it is asked
  error.code;
  if (!isDjangoError(error, "update_profile")) return;
  same<typeof error, UpdateProfileError>(true);
  same<typeof error.code, "NAME_TAKEN" | StandardErrorCode>(true);
  error.fieldErrors.name?.join(", ");
  // @ts-expect-error the details depend on the code
  error.details.suggestions;
  // @ts-expect-error no code that it can fail with
  error.code === "NAME_TKEN";
  if (error.code === "NAME_TAKEN") {
    same<typeof error.details.suggestions, string[]>(true);
    // @ts-expect-error no such detail
    error.details.suggestion;
  } else {
    same<typeof error.code, StandardErrorCode>(true);
    same<typeof error.details, unknown>(true);
  }
}

export function exhaustive(error: unknown): string {
  if (!isOrdersError(error, "upload_files")) return "";
  switch (error.code) {
    case "TOO_MANY":
      return `at most ${error.details.limit}`;
    case "CLOSED":
      same<typeof error.details, unknown>(true);
      return error.message;
    default:
      same<typeof error.code, StandardErrorCode>(true);
      return error.fieldErrors.files?.join() ?? error.fieldErrors["files.0"]?.join() ?? "";
  }
}

export function functionNames(error: unknown): void {
  isDjangoError(error, "sign_out");
  // @ts-expect-error no such function
  isDjangoError(error, "updte_profile");
  // @ts-expect-error no client may call it, so none can see it fail
  isDjangoError(error, "purge_users");
  // @ts-expect-error a wire name, not the name of a hook
  isDjangoError(error, "updateProfile");
  same<
    keyof FunctionErrors,
    "session_info" | "user_profile" | "user_orders" | "update_profile" | "sign_out"
  >(true);
}

export function constructed(): DjangoError {
  // @ts-expect-error an error has a code, a message and a kind
  new DjangoError({ message: "No" });
  return new DjangoError({ code: "NAME_TAKEN", message: "Taken", kind: "http" });
}
