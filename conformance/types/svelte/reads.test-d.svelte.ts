/** Functions that read: params as thunks, and state that reads the newest at every access. */
import type { ReadState } from "@mizan/svelte/v1";
import {
  setCustomerContext,
  useCustomerContext,
  useCustomerOrder,
} from "../../generated/js/orders/svelte/index.js";
import type { CustomerOrderError, Order } from "../../generated/js/orders/svelte/index.js";
import {
  createMizan,
  setMizanContext,
  setUserContext,
  useGlobalContext,
  useMizan,
  userContext,
  useSessionInfo,
  useUserContext,
  useUserOrders,
  useUserProfile,
  useUserProfileSuspense,
} from "../../generated/js/user/svelte/index.js";
import type { UserProfile, UserProfileError } from "../../generated/js/user/svelte/index.js";
import { same } from "../same.js";

export function params(props: { readonly id: number }): void {
  useUserContext();
  useUserContext(() => ({ user_id: props.id }));
  useUserProfile(() => ({ user_id: 5, page: 2 }));
  useGlobalContext();
  useSessionInfo();

  // @ts-expect-error a value would be read once and never again
  useUserContext({ user_id: 5 });
  // @ts-expect-error a required param is missing
  useUserContext(() => ({}));
  // @ts-expect-error ids are numbers
  useUserProfile(() => ({ user_id: "5" }));
  // @ts-expect-error absent is not undefined
  useUserOrders(() => ({ user_id: 5, page: undefined }));
  // @ts-expect-error the global context has no params
  useSessionInfo(() => ({ user_id: 5 }));
}

export function providers(): void {
  setMizanContext(createMizan());
  setUserContext(() => ({ user_id: 5 }));
  setCustomerContext(() => ({ user_id: 5, order_id: 9 }));
  useMizan().invalidate(userContext, { user_id: 5 });

  // @ts-expect-error the client is missing
  setMizanContext();
  // @ts-expect-error a provider has params
  setUserContext();
  // @ts-expect-error a required param is missing
  setUserContext(() => ({ page: 2 }));
  // @ts-expect-error a value would be read once and never again
  setUserContext({ user_id: 5 });
}

export function narrowing(): void {
  const profile = useUserProfile();
  same<typeof profile, ReadState<UserProfile, UserProfileError>>(true);
  // @ts-expect-error there may be no data
  profile.data.name;
  if (profile.status === "success") same<typeof profile.data, UserProfile>(true);
  if (profile.status === "error") same<typeof profile.error, UserProfileError>(true);
  if (profile.status === "loading") same<typeof profile.data, undefined>(true);
  // @ts-expect-error not one of the statuses
  profile.status === "pending";
}

export function absentSlices(): void {
  const order = useCustomerOrder();
  same<typeof order, ReadState<Order | null, CustomerOrderError>>(true);
  const customer = useCustomerContext(() => ({ user_id: 5 }));
  // @ts-expect-error it may be absent
  customer.data?.customer_order.note;
}

export async function suspense(): Promise<void> {
  const profile = await useUserProfileSuspense(() => ({ user_id: 5 }));
  same<typeof profile.current, UserProfile>(true);
  // @ts-expect-error ids are numbers
  useUserProfileSuspense(() => ({ user_id: "5" }));
  // @ts-expect-error what was read can't be changed
  profile.current = { id: 5, name: "Ada", joined: "", avatar: null };
}
