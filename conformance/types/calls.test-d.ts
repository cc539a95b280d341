/** Plain calls: what each takes and gives, for whoever uses no framework. */
import type { MizanClient } from "@mizan/runtime/v1";
import {
  callCustomerOrder,
  callRefreshPrices,
  callSearchOrders,
  callUploadFiles,
  fetchCustomerContext,
  searchOrdersFunction,
} from "../generated/js/orders/protocol/index.js";
import type { Order as PlainOrder } from "../generated/js/orders/protocol/index.js";
import {
  OrderStatus,
  callSessionInfo,
  callSignOut,
  callUpdateProfile,
  callUserProfile,
  createMizan,
  fetchGlobalContext,
  fetchUserContext,
  globalContext,
  prefetchGlobalContext,
  prefetchUserContext,
  updateProfileFunction,
  userContext,
} from "../generated/js/user/protocol/index.js";
import type {
  Order,
  SessionInfo,
  UpdateProfileInput,
  UserContextData,
  UserProfile,
} from "../generated/js/user/protocol/index.js";
import { same } from "./same.js";

export async function calls(client: MizanClient, signal: AbortSignal): Promise<void> {
  const profile = await callUserProfile(client, { user_id: 5 }, { signal });
  same<typeof profile, UserProfile>(true);
  same<UserProfile, { id: number; name: string; joined: string; avatar: string | null }>(true);
  const session = await callSessionInfo(client);
  same<typeof session, SessionInfo>(true);
  await callSessionInfo(client, { signal });
  const nothing = await callSignOut(client);
  same<typeof nothing, void>(true);

  // @ts-expect-error the argument is missing
  await callUserProfile(client);
  // @ts-expect-error a required field is missing
  await callUserProfile(client, {});
  // @ts-expect-error no such field
  await callUserProfile(client, { user_id: 5, id: 5 });
  // @ts-expect-error ids are numbers
  await callUserProfile(client, { user_id: "5" });
  // @ts-expect-error it takes no arguments
  await callSessionInfo(client, { user_id: 5 });
  // @ts-expect-error the client comes first
  await callSessionInfo();
  // @ts-expect-error no such field in what comes back
  profile.email;
  // @ts-expect-error null is a possible answer
  profile.avatar.length;
}

export async function omittableInputs(client: MizanClient): Promise<void> {
  await callSearchOrders(client);
  await callSearchOrders(client, undefined, {});
  await callSearchOrders(client, {});
  await callSearchOrders(client, { limit: 5, sort: "oldest" });
  await client.call(searchOrdersFunction, undefined);
  await callRefreshPrices(client);

  // @ts-expect-error not one of the values
  await callSearchOrders(client, { sort: "best" });
  // @ts-expect-error absent is not undefined
  await callSearchOrders(client, { text: undefined });
  // @ts-expect-error absent is not null
  await callSearchOrders(client, null);
}

export async function nullableOutputs(client: MizanClient): Promise<void> {
  const order = await callCustomerOrder(client, { user_id: 5, order_id: 9 });
  same<typeof order, PlainOrder | null>(true);
  // @ts-expect-error null is a possible answer
  order.id;
}

export async function uploads(client: MizanClient, file: File, blob: Blob): Promise<void> {
  same<UpdateProfileInput, { user_id: number; name: string; avatar?: File | Blob }>(true);
  await callUpdateProfile(client, { user_id: 5, name: "Ada", avatar: file });
  await callUpdateProfile(client, { user_id: 5, name: "Ada", avatar: blob });
  await callUploadFiles(client, { order_id: 9, files: [file, blob] });

  // @ts-expect-error a file isn't text
  await callUpdateProfile(client, { user_id: 5, name: "Ada", avatar: "me.png" });
  // @ts-expect-error a list of files isn't a file
  await callUploadFiles(client, { order_id: 9, files: file });
}

export async function contexts(client: MizanClient): Promise<void> {
  const user = await fetchUserContext(client, { user_id: 5 });
  same<typeof user, UserContextData>(true);
  same<UserContextData, { user_profile: UserProfile; user_orders: Order[] }>(true);
  await fetchUserContext(client, { user_id: 5, page: 2 });
  await fetchGlobalContext(client);
  await prefetchGlobalContext(client);
  const nothing = await prefetchUserContext(client, { user_id: 5 });
  same<typeof nothing, void>(true);

  // @ts-expect-error a required param is missing
  await fetchUserContext(client, { page: 2 });
  // @ts-expect-error params are missing
  await prefetchUserContext(client);
  // @ts-expect-error no such param
  await fetchUserContext(client, { user_id: 5, pages: 2 });
  // @ts-expect-error the global context has no params
  await fetchGlobalContext(client, { user_id: 5 });
}

/** `order_id` is required by `customer_order` alone: without it, that function doesn't run. */
export async function absentSlices(client: MizanClient): Promise<void> {
  const data = await fetchCustomerContext(client, { user_id: 5 });
  same<typeof data.customer_order, PlainOrder | null | undefined>(true);
  same<typeof data.customer, { name: string }>(true);
  data.customer.name;
  // @ts-expect-error it may be absent
  data.customer_order.note;
}

export async function refs(client: MizanClient): Promise<void> {
  const profile = await client.call(updateProfileFunction, { user_id: 5, name: "Ada" });
  same<typeof profile, UserProfile>(true);
  const user = await client.fetch(userContext, { user_id: 5 });
  same<typeof user, UserContextData>(true);
  client.invalidate(userContext);
  client.invalidate(userContext, { page: 2 });
  client.invalidate(globalContext);
  await createMizan().fetch(globalContext, {});

  // @ts-expect-error a name is no reference
  client.invalidate("user");
  // @ts-expect-error no such param
  client.invalidate(userContext, { user: 5 });
  // @ts-expect-error params are numbers
  client.invalidate(userContext, { user_id: "5" });
  // @ts-expect-error a field is missing
  await client.call(updateProfileFunction, { user_id: 5 });
  // @ts-expect-error a context isn't called
  await client.call(userContext, { user_id: 5 });
  // @ts-expect-error a function isn't read
  await client.fetch(updateProfileFunction, { user_id: 5, name: "Ada" });
  // @ts-expect-error the global context has no params
  await client.fetch(globalContext, { user_id: 5 });
}

export function enums(status: OrderStatus): readonly OrderStatus[] {
  same<OrderStatus, "open" | "paid" | "shipped">(true);
  same<typeof OrderStatus.paid, "paid">(true);
  same<Order["status"], OrderStatus>(true);
  // @ts-expect-error not one of the values
  status === "lost";
  // @ts-expect-error not one of the names
  OrderStatus.lost;
  // @ts-expect-error its members can't be changed
  OrderStatus.open = "open";
  return Object.values(OrderStatus);
}

export function decimals(order: Order): void {
  same<Order["total"], `${number}`>(true);
  const total: Order["total"] = "12.50";
  order.total === total;
  // @ts-expect-error a number would lose digits
  order.total === 12.5;
  // @ts-expect-error not a number
  order.total === "twelve";
}
