/** Composables that read: params as values, refs or getters, and state as refs. */
import type { MizanClient, ReadRefs, ReadState } from "@mizan/vue/v1";
import { computed, reactive, ref, shallowRef } from "vue";
import type { ComputedRef, Plugin, Ref } from "vue";
import {
  useCustomerContext,
  useCustomerOrder,
} from "../../generated/js/orders/vue/index.js";
import type { Order } from "../../generated/js/orders/vue/index.js";
import {
  createMizanPlugin,
  useGlobalContext,
  useMizan,
  userContext,
  useSessionInfo,
  useUserContext,
  useUserOrders,
  useUserProfile,
  useUserProfileSuspense,
} from "../../generated/js/user/vue/index.js";
import type { UserProfile, UserProfileError } from "../../generated/js/user/vue/index.js";
import { same } from "../same.js";

export function useParams(props: { readonly id: number }): void {
  useUserContext();
  useUserContext({ user_id: 5 });
  useUserProfile(ref({ user_id: 5, page: 2 }));
  useUserProfile(shallowRef({ user_id: 5 }));
  useUserProfile(computed(() => ({ user_id: props.id })));
  useUserProfile(() => ({ user_id: props.id }));
  useUserProfile(reactive({ user_id: 5 }));
  useGlobalContext();
  useSessionInfo();

  // @ts-expect-error a required param is missing
  useUserContext({});
  // @ts-expect-error a required param is missing
  useUserContext(() => ({ page: 2 }));
  // @ts-expect-error ids are numbers
  useUserProfile(ref({ user_id: "5" }));
  // @ts-expect-error a ref inside the params is not unwrapped
  useUserProfile({ user_id: ref(5) });
  // @ts-expect-error no such param
  useUserOrders({ user_id: 5, pages: 2 });
  // @ts-expect-error absent is not undefined
  useUserOrders({ user_id: 5, page: undefined });
  // @ts-expect-error the global context has no params
  useSessionInfo({ user_id: 5 });
}

export function useRefs(): void {
  const profile = useUserProfile();
  same<typeof profile, ReadRefs<UserProfile, UserProfileError>>(true);
  const { data, error, status, isFetching, refetch } = profile;
  same<typeof data, ComputedRef<UserProfile | undefined>>(true);
  same<typeof error, ComputedRef<UserProfileError | undefined>>(true);
  same<typeof status, ComputedRef<"idle" | "loading" | "success" | "error">>(true);
  same<typeof isFetching, ComputedRef<boolean>>(true);
  same<ReturnType<typeof refetch>, Promise<void>>(true);
  // @ts-expect-error there may be no data
  data.value.name;
  // @ts-expect-error data can't be changed
  data.value = undefined;
}

/** A ref doesn't narrow its neighbours; the whole state in one ref does. */
export function useNarrowing(): void {
  const { state } = useUserProfile();
  same<typeof state.value, ReadState<UserProfile, UserProfileError>>(true);
  const now = state.value;
  if (now.status === "success") same<typeof now.data, UserProfile>(true);
  if (now.status === "error") same<typeof now.error, UserProfileError>(true);
  if (now.status === "loading") same<typeof now.data, undefined>(true);
  // @ts-expect-error not one of the statuses
  now.status === "pending";
}

export function useAbsentSlices(): void {
  const order = useCustomerOrder();
  same<typeof order.data.value, Order | null | undefined>(true);
  const customer = useCustomerContext({ user_id: 5 });
  // @ts-expect-error it may be absent
  customer.data.value?.customer_order.note;
}

export async function useSuspense(): Promise<void> {
  const profile = await useUserProfileSuspense(() => ({ user_id: 5 }));
  same<typeof profile, Readonly<Ref<UserProfile>>>(true);
  profile.value.name;
  // @ts-expect-error ids are numbers
  await useUserProfileSuspense(() => ({ user_id: "5" }));
}

export function useClient(): void {
  same<ReturnType<typeof createMizanPlugin>, Plugin<[client: MizanClient]>>(true);
  useMizan().invalidate(userContext, { user_id: 5 });
  // @ts-expect-error no such param
  useMizan().invalidate(userContext, { id: 5 });
}
