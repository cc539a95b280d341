"use client";

// What the compiler writes for functions outside a context.
import * as mizan from "@mizan/react/v1";
import type { SignOutError, UpdateProfileError } from "../protocol/functions.js";
import { signOutFunction, updateProfileFunction } from "../protocol/functions.js";
import type { UpdateProfileInput, UserProfileOutput } from "../protocol/types.js";

export function useUpdateProfile(
  options?: mizan.MutationOptions,
): mizan.MutationState<UpdateProfileInput, UserProfileOutput, UpdateProfileError> {
  return mizan.useMutation(updateProfileFunction, options);
}

export function useSignOut(
  options?: mizan.MutationOptions,
): mizan.MutationState<void, null, SignOutError> {
  return mizan.useMutation(signOutFunction, options);
}
