/** What must compile for users of generated code, and what must not. */
import type { ReadState } from "@mizan/react";
import type { ReactNode } from "react";
import { expectTypeOf } from "vitest";
import { MizanContext, UserContext, useMizan, useSession, useSignOut } from "./shop/react/index.js";
import { useUpdateProfile, useUserContext, useUserOrder, useUserProfile } from "./shop/react/index.js";
import { isDjangoError, useUserOrderSuspense, useUserProfileSuspense } from "./shop/react/index.js";
import type { UpdateProfileError, UserOrder, UserProfile } from "./shop/react/index.js";

export function Reads(): ReactNode {
  const profile = useUserProfile();
  expectTypeOf(profile.data).toEqualTypeOf<UserProfile | undefined>();
  if (profile.status === "success") expectTypeOf(profile.data).toEqualTypeOf<UserProfile>();
  if (profile.status === "loading") expectTypeOf(profile.data).toEqualTypeOf<undefined>();
  if (profile.error) expectTypeOf(profile.status).toEqualTypeOf<"error">();
  expectTypeOf(profile.refetch).returns.toEqualTypeOf<Promise<void>>();

  // A slice that is there only with its params is still its own type once it is there.
  const order = useUserOrder({ user_id: 5, order_id: 9 });
  if (order.status === "success") expectTypeOf(order.data).toEqualTypeOf<UserOrder>();
  const whole = useUserContext({ user_id: 5 });
  if (whole.status === "success") expectTypeOf(whole.data.user_order).toEqualTypeOf<UserOrder | undefined>();

  expectTypeOf(useUserProfileSuspense()).toEqualTypeOf<UserProfile>();
  expectTypeOf(useUserOrderSuspense()).toEqualTypeOf<UserOrder | undefined>();
  expectTypeOf(useSession().data?.username).toEqualTypeOf<string | undefined>();
  expectTypeOf(profile).toExtend<ReadState<UserProfile, Error>>();

  // @ts-expect-error a required param is missing
  useUserProfile({});
  // @ts-expect-error a param of the wrong type
  useUserProfile({ user_id: "5" });
  // @ts-expect-error a param that the context doesn't have
  useUserProfile({ user_id: 5, size: 1 });
  // @ts-expect-error optional isn't undefined
  useUserProfile({ user_id: 5, page: undefined });
  // @ts-expect-error there may be no data
  profile.data.name;
  // @ts-expect-error what a server said isn't written to
  profile.data = undefined;
  return null;
}

export function Mutations(): ReactNode {
  const update = useUpdateProfile({ key: "editor" });
  expectTypeOf(update.mutateAsync).returns.toEqualTypeOf<Promise<UserProfile>>();
  expectTypeOf(update.mutate).returns.toEqualTypeOf<void>();
  if (update.status === "error") {
    expectTypeOf(update.error).toEqualTypeOf<UpdateProfileError>();
    if (update.error.code === "NAME_TAKEN") {
      expectTypeOf(update.error.details.suggestion).toEqualTypeOf<string>();
    }
    expectTypeOf(update.error.fieldErrors.name).toEqualTypeOf<readonly string[] | undefined>();
  }
  if (update.status === "success") expectTypeOf(update.data).toEqualTypeOf<UserProfile>();
  useSignOut().mutate();

  // @ts-expect-error arguments are missing
  update.mutate();
  // @ts-expect-error an argument is missing
  update.mutate({ user_id: 5 });
  // @ts-expect-error there are no arguments
  useSignOut().mutate({ user_id: 5 });
  // @ts-expect-error a key is text
  useUpdateProfile({ key: 5 });
  return null;
}

export function Components(): ReactNode {
  return (
    <MizanContext options={{ baseUrl: "/api" }}>
      <UserContext user_id={5} key="react's" key_="ours" active>
        text
      </UserContext>
      {/* @ts-expect-error a required param is missing */}
      <UserContext />
      {/* @ts-expect-error a param of the wrong type */}
      <UserContext user_id="5" />
      {/* @ts-expect-error a param that the context doesn't have */}
      <UserContext user_id={5} size={1} />
      {/* @ts-expect-error a root that isn't one */}
      <MizanContext client={{}} />
    </MizanContext>
  );
}

export function Clients(error: unknown): void {
  const client = useMizan();
  expectTypeOf(client.call).toBeFunction();
  if (isDjangoError(error, "update_profile")) expectTypeOf(error).toEqualTypeOf<UpdateProfileError>();
  // @ts-expect-error no such function
  isDjangoError(error, "update_profil");
}
