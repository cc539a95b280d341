"use client";

// What the compiler writes for a context.
import * as mizan from "@mizan/react/v1";
import type * as react from "react";
import type { UserOrderOutput, UserOrdersOutput, UserProfileOutput } from "../protocol/types.js";
import type {
  UserContextData,
  UserContextErrors,
  UserContextParams,
  UserOrderError,
  UserOrdersError,
  UserProfileError,
} from "../protocol/user.js";
import { userContext } from "../protocol/user.js";

const userScope: mizan.Scope<UserContextParams, UserContextData, UserContextErrors> =
  /*#__PURE__*/ mizan.createScope(userContext);

export type UserContextProps = Omit<UserContextParams, "key"> & {
  readonly key_?: string | null;
  readonly children?: react.ReactNode;
};

/** Loads the context for everything inside. */
export function UserContext({ children, key_: key, ...params }: UserContextProps): react.ReactNode {
  return (
    <mizan.ContextProvider scope={userScope} params={{ ...params, ...(key !== undefined && { key }) }}>
      {children}
    </mizan.ContextProvider>
  );
}

/** All of the context: of the nearest provider, or for `params`. */
export function useUserContext(
  params?: UserContextParams,
): mizan.ReadState<UserContextData, UserContextErrors[keyof UserContextErrors]> {
  return mizan.useContextState(userScope, params);
}

export function useUserProfile(
  params?: UserContextParams,
): mizan.ReadState<UserProfileOutput, UserProfileError> {
  return mizan.useSlice(userScope, "user_profile", params);
}

export function useUserProfileSuspense(params?: UserContextParams): UserProfileOutput {
  return mizan.useSliceSuspense(userScope, "user_profile", params);
}

export function useUserOrders(
  params?: UserContextParams,
): mizan.ReadState<UserOrdersOutput, UserOrdersError> {
  return mizan.useSlice(userScope, "user_orders", params);
}

export function useUserOrder(
  params?: UserContextParams,
): mizan.ReadState<UserOrderOutput, UserOrderError> {
  return mizan.useSlice(userScope, "user_order", params);
}
