/**
 * What must compile and, after `@ts-expect-error`, what must not. Checked by `npm run typecheck`;
 * nothing here runs.
 */
import { expectTypeOf } from "vitest";
import {
  createMizan, DjangoError, isDjangoError, type ContextRef, type DecimalString, type FunctionRef, type MizanClient, type MutationState,
  type ReadState, type StandardErrorCode, type Transport,
} from "../src/index.js";
import { optimistic } from "../src/optimistic.js";
import { promiseOf } from "../src/suspense.js";
import { createFakeServer, seed } from "../src/testing.js";

interface Profile {
  name: string;
}
interface Data {
  user_profile: Profile;
  user_orders: { id: number }[];
  user_order: Profile | undefined;
}
interface Failures {
  user_profile: DjangoError;
  user_orders: DjangoError<void, "TOO_MANY", { most: number }> | DjangoError<void, StandardErrorCode>;
}
interface Input {
  email: string;
  address: { city: string };
}
type OrderError = DjangoError<Input, "OUT_OF_STOCK", { left: number }> | DjangoError<Input, StandardErrorCode>;

declare const client: MizanClient;
declare const user: ContextRef<{ user_id: number; order_id?: number }, Data, Failures>;
declare const order: FunctionRef<Input, { id: number }, OrderError>;
declare const logout: FunctionRef<void, null>;
declare const search: FunctionRef<{ q?: string } | void, string[]>;

// Calls
expectTypeOf(client.call(order, { email: "", address: { city: "" } })).resolves.toEqualTypeOf<{ id: number }>();
expectTypeOf(client.call(logout, undefined)).resolves.toEqualTypeOf<null>();
expectTypeOf(client.call(search, {})).resolves.toEqualTypeOf<string[]>();
void client.call(search, undefined);
// @ts-expect-error a field is missing
void client.call(order, { email: "" });
// @ts-expect-error an unknown field
void client.call(order, { email: "", address: { city: "" }, extra: 1 });
// @ts-expect-error a wrong type
void client.call(order, { email: 1, address: { city: "" } });
// @ts-expect-error arguments for a function without input
void client.call(logout, { a: 1 });

// Reads
expectTypeOf(client.fetch(user, { user_id: 5 })).resolves.toEqualTypeOf<Data>();
expectTypeOf(client.prefetch(user, { user_id: 5 })).resolves.toEqualTypeOf<void>();
client.invalidate(user);
client.invalidate(user, { order_id: 9 });
// @ts-expect-error a required param is missing
void client.fetch(user, {});
// @ts-expect-error text for a number
void client.fetch(user, { user_id: "5" });
// @ts-expect-error an unknown param
client.invalidate(user, { team_id: 5 });

// States are narrowed by status.
const entry = client.entry(user, { user_id: 5 });
const state = entry.getSnapshot();
if (state.status === "success") expectTypeOf(state.data).toEqualTypeOf<Data>();
if (state.status === "loading" || state.status === "idle") expectTypeOf(state.data).toEqualTypeOf<undefined>();
if (state.status === "error") {
  expectTypeOf(state.data).toEqualTypeOf<Data | undefined>();
  expectTypeOf(state.error).toEqualTypeOf<Failures[keyof Failures]>();
}
// @ts-expect-error data may be undefined before the status is known
state.data.user_profile;
// @ts-expect-error snapshots are read, not written
state.isFetching = true;
const orders = entry.slice("user_orders").getSnapshot();
if (orders.status === "error" && orders.error.code === "TOO_MANY") {
  expectTypeOf(orders.error.details).toEqualTypeOf<{ most: number }>();
}
expectTypeOf(promiseOf(entry.slice("user_profile"))).resolves.toEqualTypeOf<Profile>();
// @ts-expect-error no such function in the context
entry.slice("user_profle");

// Mutations
const mutation = client.mutation(order).getSnapshot();
expectTypeOf(mutation).toEqualTypeOf<MutationState<Input, { id: number }, OrderError>>();
if (mutation.status === "success") expectTypeOf(mutation.data).toEqualTypeOf<{ id: number }>();
if (mutation.isSuccess) expectTypeOf(mutation.data).toEqualTypeOf<{ id: number }>();
if (mutation.isPending) expectTypeOf(mutation.variables).toEqualTypeOf<Input>();
if (mutation.status === "pending") expectTypeOf(mutation.variables).toEqualTypeOf<Input>();
if (mutation.status === "idle") expectTypeOf(mutation.variables).toEqualTypeOf<undefined>();
expectTypeOf(mutation.mutateAsync).returns.resolves.toEqualTypeOf<{ id: number }>();
// @ts-expect-error arguments are missing
mutation.mutate();
const nothing = client.mutation(logout).getSnapshot();
nothing.mutate();
void nothing.mutateAsync();
// @ts-expect-error there are none to give
nothing.mutate({ a: 1 });
const either = client.mutation(search).getSnapshot();
either.mutate();
either.mutate({ q: "" });

// Optimistic updates
mutation.mutate({ email: "", address: { city: "" } }, {
  optimistic: optimistic(user, { user_id: 5 }, (data) => ({ ...data, user_profile: { name: "" } })),
});
// Literals stay literals.
declare const bill: ContextRef<{ id: number }, { bill: { state: "open" | "paid"; total: DecimalString } }, object>;
optimistic(bill, {}, (data) => ({ bill: { ...data.bill, state: "paid", total: "9.99" } }));
optimistic(bill, {}, () => ({ bill: { state: "paid", total: "9.99" } }));
// @ts-expect-error not one of the states
optimistic(bill, {}, (data) => ({ bill: { ...data.bill, state: "payed" } }));
// @ts-expect-error the change yields the context's data
optimistic(user, {}, () => ({}));
// @ts-expect-error an unknown param
optimistic(user, { team_id: 5 }, (data) => data);

// Errors
declare const failed: OrderError;
if (failed.code === "OUT_OF_STOCK") {
  expectTypeOf(failed.details).toEqualTypeOf<{ left: number }>();
  expectTypeOf(failed).toEqualTypeOf<DjangoError<Input, "OUT_OF_STOCK", { left: number }>>();
} else {
  expectTypeOf(failed.code).toEqualTypeOf<StandardErrorCode>();
}
// @ts-expect-error a code that the function doesn't have
if (failed.code === "OUT_OF_STOK") throw failed;
expectTypeOf(failed.fieldErrors.email).toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf(failed.fieldErrors.address).toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf(failed.fieldErrors["address.city"]).toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf(failed.fieldErrors["items.0.name"]).toEqualTypeOf<readonly string[] | undefined>();
// @ts-expect-error a field that the input doesn't have
failed.fieldErrors.emial;

declare const plain: DjangoError;
expectTypeOf(plain.code).toEqualTypeOf<string>();
expectTypeOf(plain.details).toEqualTypeOf<unknown>();
expectTypeOf(plain.fieldErrors["anything"]).toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf(plain.kind).toEqualTypeOf<"network" | "abort" | "http" | "validation" | "auth" | "csrf" | "protocol">();
// @ts-expect-error not one of the kinds
if (plain.kind === "timeout") throw plain;

const narrower: DjangoError = failed;
const ofVoid: DjangoError = new DjangoError<void, "A">({ kind: "http", code: "A", message: "" });
const asError: Error = failed;
// @ts-expect-error one function's errors are not another's
const other: DjangoError<Input, "OTHER", never> = failed;
export { narrower, ofVoid, asError, other };

// An input that may be left out, and one of several shapes
declare const optional: DjangoError<{ q: string } | void>;
expectTypeOf(optional.fieldErrors.q).toEqualTypeOf<readonly string[] | undefined>();
// @ts-expect-error a field that the input doesn't have
optional.fieldErrors.p;
declare const shapes: DjangoError<{ kind: "a"; a: string } | { kind: "b"; b: number }>;
expectTypeOf(shapes.fieldErrors.a).toEqualTypeOf<readonly string[] | undefined>();
expectTypeOf(shapes.fieldErrors.b).toEqualTypeOf<readonly string[] | undefined>();
declare const none: DjangoError<void>;
// @ts-expect-error a function without input has no fields
none.fieldErrors.q;
expectTypeOf<DjangoError<{ q: string } | void>>().toExtend<DjangoError>();
expectTypeOf<DjangoError<{ a: 1 } | { b: 2 }>>().toExtend<DjangoError>();

declare const caught: unknown;
if (isDjangoError(caught)) expectTypeOf(caught).toEqualTypeOf<DjangoError>();
// @ts-expect-error anything may have been thrown
caught.code;

// Options
createMizan({ baseUrl: "/api", retry: 0, csrf: false, staleTime: 0, gcTime: Infinity, headers: async () => ({ a: "b" }) });
// @ts-expect-error an unknown option
createMizan({ base: "/api" });
// @ts-expect-error a transport has both
createMizan({ transport: { read: async () => ({}) } });
const transport: Transport = { read: async () => ({}), call: async () => ({ result: null }) };
createMizan({ transport });

// The fake server
const server = createFakeServer();
server.mutation(order, ({ email }) => ({ result: { id: email.length }, invalidate: ["user"] }));
server.context(user, { user_profile: () => ({ name: "" }), user_orders: async () => [], user_order: ({ order_id }) => (order_id ? { name: "" } : undefined) });
seed(client, user, { user_id: 5 }, { user_profile: { name: "" }, user_orders: [], user_order: undefined });
declare const pay: FunctionRef<{ id: number }, { state: "open" | "paid"; total: DecimalString }>;
server.context(bill, { bill: () => ({ state: "paid", total: "9.99" }) });
server.context(bill, { bill: async ({ id }) => (id ? { state: "paid", total: "9.99" } : { state: "open", total: "0" }) });
server.mutation(pay, async ({ id }) => (id ? { result: { state: "paid", total: "9.99" } } : { result: { state: "open", total: "0" } }));
seed(client, bill, { id: 1 }, { bill: { state: "paid", total: "9.99" } });
// @ts-expect-error not one of the states
server.context(bill, { bill: () => ({ state: "payed", total: "9.99" }) });
// @ts-expect-error not one of the states
server.mutation(pay, () => ({ result: { state: "payed", total: "9.99" } }));
// @ts-expect-error not one of the states
seed(client, bill, { id: 1 }, { bill: { state: "payed", total: "9.99" } });
// @ts-expect-error a handler is missing
server.context(user, { user_profile: () => ({ name: "" }) });
// @ts-expect-error a result of another type
server.mutation(order, () => ({ result: { id: "1" } }));
// @ts-expect-error data of another type
seed(client, user, { user_id: 5 }, { user_profile: { name: 1 } });

expectTypeOf<ReadState<Data, DjangoError>["refetch"]>().toEqualTypeOf<() => Promise<void>>();
