// What the compiler writes for a context.
import type * as mizan from "@mizan/runtime/v1";
import type { UserOrderOutput, UserOrdersOutput, UserProfileOutput } from "./types.js";

export interface UserContextParams {
  user_id: number;
  page?: number | null;
  order_id?: number | null;
  active?: boolean | null;
  key?: string | null;
}

export interface UserContextData {
  user_profile: UserProfileOutput;
  user_orders: UserOrdersOutput;
  user_order?: UserOrderOutput;
}

export type UserProfileError = mizan.DjangoError<{ user_id: number }, mizan.StandardErrorCode>;
export type UserOrdersError = mizan.DjangoError<
  { user_id: number; page?: number | null },
  mizan.StandardErrorCode
>;
export type UserOrderError = mizan.DjangoError<{ order_id: number }, mizan.StandardErrorCode>;

export interface UserContextErrors {
  user_profile: UserProfileError;
  user_orders: UserOrdersError;
  user_order: UserOrderError;
}

export const userContext: mizan.ContextRef<UserContextParams, UserContextData, UserContextErrors> = {
  name: "user",
  params: {
    user_id: "integer",
    page: "integer",
    order_id: "integer",
    active: "boolean",
    key: "string",
  },
};

/** Reads the `user` context: from memory while it is fresh, else from the server. */
export function fetchUserContext(
  client: mizan.MizanClient,
  params: UserContextParams,
  options?: mizan.CallOptions,
): Promise<UserContextData> {
  return client.fetch(userContext, params, options);
}

/** Loads the `user` context ahead of need; a failure is kept for whoever reads it. */
export function prefetchUserContext(
  client: mizan.MizanClient,
  params: UserContextParams,
): Promise<void> {
  return client.prefetch(userContext, params);
}
