/** Hooks that read: which params they take, and what each status lets one see. */
import type { ReadState } from "@mizan/react/v1";
import {
  useCustomerContext,
  useCustomerOrder,
  useCustomerOrderSuspense,
} from "../../generated/js/orders/react/index.js";
import type { CustomerOrderError, Order } from "../../generated/js/orders/react/index.js";
import {
  useGlobalContext,
  useMizan,
  userContext,
  useSessionInfo,
  useUserContext,
  useUserOrders,
  useUserProfile,
  useUserProfileSuspense,
} from "../../generated/js/user/react/index.js";
import type {
  UserContextData,
  UserContextError,
  UserOrdersError,
  UserProfile,
  UserProfileError,
} from "../../generated/js/user/react/index.js";
import { same } from "../same.js";

export function useParams(): void {
  useUserContext();
  useUserContext({ user_id: 5 });
  useUserProfile({ user_id: 5, page: 2 });
  useGlobalContext();
  useSessionInfo();

  // @ts-expect-error a required param is missing
  useUserContext({});
  // @ts-expect-error ids are numbers
  useUserProfile({ user_id: "5" });
  // @ts-expect-error no such param
  useUserOrders({ user_id: 5, pages: 2 });
  // @ts-expect-error absent is not undefined
  useUserOrders({ user_id: 5, page: undefined });
  // @ts-expect-error React's hooks take values; Svelte's take functions
  useUserProfile(() => ({ user_id: 5 }));
  // @ts-expect-error the global context has no params
  useSessionInfo({ user_id: 5 });
}

export function useNarrowing(): void {
  const profile = useUserProfile();
  same<typeof profile, ReadState<UserProfile, UserProfileError>>(true);
  same<typeof profile.data, UserProfile | undefined>(true);
  same<typeof profile.error, UserProfileError | undefined>(true);
  // @ts-expect-error there may be no data
  profile.data.name;
  switch (profile.status) {
    case "idle":
    case "loading":
      same<typeof profile.data, undefined>(true);
      same<typeof profile.error, undefined>(true);
      break;
    case "success":
      same<typeof profile.data, UserProfile>(true);
      same<typeof profile.error, undefined>(true);
      break;
    case "error":
      same<typeof profile.data, UserProfile | undefined>(true);
      same<typeof profile.error, UserProfileError>(true);
      break;
    default:
      same<typeof profile, never>(true);
  }
  // @ts-expect-error not one of the statuses
  profile.status === "pending";
  // @ts-expect-error a state can't be changed
  profile.data = undefined;
  same<ReturnType<typeof profile.refetch>, Promise<void>>(true);
  same<typeof profile.isFetching, boolean>(true);
}

export function useWholeContext(): void {
  const user = useUserContext();
  same<typeof user, ReadState<UserContextData, UserContextError>>(true);
  same<UserContextError, UserProfileError | UserOrdersError>(true);
  if (user.status !== "success") return;
  user.data.user_profile.name;
  user.data.user_orders[0]?.total;
  // @ts-expect-error a list may be empty
  user.data.user_orders[0].total;
  // @ts-expect-error no such function in this context
  user.data.session_info;
}

/** A slice that may be absent has the status `idle` then, and data without `undefined` else. */
export function useAbsentSlices(): void {
  const order = useCustomerOrder();
  same<typeof order, ReadState<Order | null, CustomerOrderError>>(true);
  if (order.status === "success") order.data?.note;
  // @ts-expect-error null is a possible answer
  if (order.status === "success") order.data.note;

  const customer = useCustomerContext({ user_id: 5 });
  if (customer.status !== "success") return;
  customer.data.customer.name;
  same<typeof customer.data.customer_order, Order | null | undefined>(true);
  // @ts-expect-error it may be absent
  customer.data.customer_order.note;
}

export function useSuspense(): void {
  const profile = useUserProfileSuspense();
  same<typeof profile, UserProfile>(true);
  useUserProfileSuspense({ user_id: 5 });
  // @ts-expect-error ids are numbers
  useUserProfileSuspense({ user_id: "5" });
  // @ts-expect-error it may be absent
  useCustomerOrderSuspense({ user_id: 5 }).note;
}

export function useClient(): void {
  useMizan().invalidate(userContext, { user_id: 5 });
  // @ts-expect-error no such param
  useMizan().invalidate(userContext, { id: 5 });
}
