// What the compiler writes for functions outside a context.
import type * as mizan from "@mizan/runtime/v1";
import type { NameTakenDetails, UpdateProfileInput, UserProfileOutput } from "./types.js";

export type UpdateProfileError =
  | mizan.DjangoError<UpdateProfileInput, mizan.StandardErrorCode>
  | mizan.DjangoError<UpdateProfileInput, "NAME_TAKEN", NameTakenDetails>;

export const updateProfileFunction: mizan.FunctionRef<
  UpdateProfileInput,
  UserProfileOutput,
  UpdateProfileError
> = { name: "update_profile" };

export type SignOutError = mizan.DjangoError<void, mizan.StandardErrorCode>;

export const signOutFunction: mizan.FunctionRef<void, null, SignOutError> = { name: "sign_out" };

export function callUpdateProfile(
  client: mizan.MizanClient,
  args: UpdateProfileInput,
  options?: mizan.CallOptions,
): Promise<UserProfileOutput> {
  return client.call(updateProfileFunction, args, options);
}
