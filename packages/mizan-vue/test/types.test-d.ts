/** What must compile for users of generated code, and what must not. */
import type { ReadRefs } from "@mizan/vue";
import { expectTypeOf } from "vitest";
import { createApp, h, ref } from "vue";
import type { ComputedRef, Ref } from "vue";
import { createMizan, createMizanPlugin, MizanContext, UserContext } from "./shop/vue/index.js";
import { useSignOut, useUpdateProfile, useUserContext, useUserOrder } from "./shop/vue/index.js";
import { useUserOrderSuspense, useUserProfile, useUserProfileSuspense } from "./shop/vue/index.js";
import type { UpdateProfileError, UserOrder, UserProfile } from "./shop/vue/index.js";
import type { UserProfileError } from "./shop/vue/index.js";

export function reads(): void {
  const { data, state, status, refetch } = useUserProfile();
  expectTypeOf(data).toEqualTypeOf<ComputedRef<UserProfile | undefined>>();
  expectTypeOf(status.value).toEqualTypeOf<"idle" | "loading" | "success" | "error">();
  if (state.value.status === "success") expectTypeOf(state.value.data).toEqualTypeOf<UserProfile>();
  expectTypeOf(refetch).returns.toEqualTypeOf<Promise<void>>();
  expectTypeOf(useUserProfile()).toEqualTypeOf<ReadRefs<UserProfile, UserProfileError>>();
  expectTypeOf(useUserOrder().data.value).toEqualTypeOf<UserOrder | undefined>();
  expectTypeOf(useUserContext().data.value?.user_order).toEqualTypeOf<UserOrder | undefined>();
  expectTypeOf(useUserProfileSuspense()).toEqualTypeOf<Promise<Readonly<Ref<UserProfile>>>>();
  expectTypeOf(useUserOrderSuspense()).resolves.toHaveProperty("value").toEqualTypeOf<UserOrder | undefined>();

  const user = ref(5);
  useUserProfile({ user_id: 5 });
  useUserProfile(ref({ user_id: 5 }));
  useUserProfile(() => ({ user_id: user.value, page: 2 }));

  // @ts-expect-error a required param is missing
  useUserProfile({});
  // @ts-expect-error a param of the wrong type
  useUserProfile(() => ({ user_id: "5" }));
  // @ts-expect-error a ref inside the params would not be followed
  useUserProfile({ user_id: user });
  // @ts-expect-error there may be no data
  data.value.name;
  // @ts-expect-error what a server said isn't written to
  data.value = undefined;
  // @ts-expect-error nor as a whole
  state.value = state.value;
}

export function mutations(): void {
  const { mutate, mutateAsync, error, state } = useUpdateProfile({ key: "editor" });
  expectTypeOf(mutateAsync).returns.toEqualTypeOf<Promise<UserProfile>>();
  expectTypeOf(error.value).toEqualTypeOf<UpdateProfileError | undefined>();
  if (state.value.status === "success") expectTypeOf(state.value.data).toEqualTypeOf<UserProfile>();
  mutate({ user_id: 5, name: "Ada" });
  useSignOut().mutate();

  // @ts-expect-error an argument is missing
  mutate({ user_id: 5 });
  // @ts-expect-error there are no arguments
  useSignOut().mutate({ user_id: 5 });
}

export function components(): void {
  createApp(MizanContext).use(createMizanPlugin(), createMizan());
  h(MizanContext, { options: { baseUrl: "/api" } });
  h(UserContext, { user_id: 5, key: "Vue's", key_: "ours", active: true });

  // @ts-expect-error the plugin takes a client
  createApp(MizanContext).use(createMizanPlugin());
  // @ts-expect-error a required param is missing
  h(UserContext, {});
  // @ts-expect-error a param of the wrong type
  h(UserContext, { user_id: "5" });
}
