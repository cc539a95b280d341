/** What must compile for users of generated code, and what must not. */
import type { ReadState } from "@mizan/svelte";
import { mount } from "svelte";
import { expectTypeOf } from "vitest";
import { createMizan, setMizanContext, setUserContext, UserContext } from "./shop/svelte/index.js";
import { useSignOut, useUpdateProfile, useUserContext, useUserOrder } from "./shop/svelte/index.js";
import { useUserOrderSuspense, useUserProfile, useUserProfileSuspense } from "./shop/svelte/index.js";
import type { UpdateProfileError, UserOrder, UserProfile } from "./shop/svelte/index.js";
import type { UserProfileError } from "./shop/svelte/index.js";

export function reads(): void {
  const profile = useUserProfile();
  expectTypeOf(profile).toEqualTypeOf<ReadState<UserProfile, UserProfileError>>();
  expectTypeOf(profile.data).toEqualTypeOf<UserProfile | undefined>();
  if (profile.status === "success") expectTypeOf(profile.data).toEqualTypeOf<UserProfile>();
  const order = useUserOrder(() => ({ user_id: 5, order_id: 9 }));
  if (order.status === "success") expectTypeOf(order.data).toEqualTypeOf<UserOrder>();
  expectTypeOf(useUserContext().data?.user_order).toEqualTypeOf<UserOrder | undefined>();
  expectTypeOf(useUserProfileSuspense()).resolves.toEqualTypeOf<{ readonly current: UserProfile }>();
  expectTypeOf(useUserOrderSuspense()).resolves.toEqualTypeOf<{ readonly current: UserOrder | undefined }>();

  // @ts-expect-error params are a thunk, so that they can be followed
  useUserProfile({ user_id: 5 });
  // @ts-expect-error a required param is missing
  useUserProfile(() => ({}));
  // @ts-expect-error a param of the wrong type
  useUserProfile(() => ({ user_id: "5" }));
  // @ts-expect-error there may be no data
  profile.data.name;
  // @ts-expect-error what a server said isn't written to
  profile.data = undefined;
}

export function mutations(): void {
  const update = useUpdateProfile({ key: "editor" });
  expectTypeOf(update.mutateAsync).returns.toEqualTypeOf<Promise<UserProfile>>();
  if (update.status === "error") expectTypeOf(update.error).toEqualTypeOf<UpdateProfileError>();
  if (update.status === "success") expectTypeOf(update.data).toEqualTypeOf<UserProfile>();
  update.mutate({ user_id: 5, name: "Ada" });
  useSignOut().mutate();

  // @ts-expect-error an argument is missing
  update.mutate({ user_id: 5 });
  // @ts-expect-error there are no arguments
  useSignOut().mutate({ user_id: 5 });
}

export function components(target: Element): void {
  setMizanContext(createMizan());
  setUserContext(() => ({ user_id: 5 }));
  mount(UserContext, { target, props: { user_id: 5, key: "ours", active: true } });

  // @ts-expect-error a client is an object
  setMizanContext();
  // @ts-expect-error params are a thunk
  setUserContext({ user_id: 5 });
  // @ts-expect-error a required param is missing
  mount(UserContext, { target, props: {} });
  // @ts-expect-error a param of the wrong type
  mount(UserContext, { target, props: { user_id: "5" } });
}
