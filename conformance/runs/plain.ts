/** A script without any framework. What it finds goes to standard output, where its test looks. */
import {
  OrderStatus,
  callSignOut,
  callUpdateProfile,
  createMizan,
  fetchGlobalContext,
  fetchUserContext,
  isDjangoError,
  prefetchUserContext,
  updateProfileFunction,
  userContext,
} from "../generated/js/user/protocol/index.js";

const client = createMizan({ baseUrl: process.argv[2], retry: 0 });
const found: Record<string, unknown> = { statuses: Object.values(OrderStatus) };

found["session"] = await fetchGlobalContext(client);
await prefetchUserContext(client, { user_id: 5 });
found["user"] = await fetchUserContext(client, { user_id: 5 });
found["page"] = (await fetchUserContext(client, { user_id: 5, page: 2 })).user_orders[0]?.id;

found["renamed"] = await callUpdateProfile(client, { user_id: 5, name: "Mary" });
found["afterwards"] = (await fetchUserContext(client, { user_id: 5 })).user_profile.name;

const avatar = new File(["portrait"], "mary.png");
found["uploaded"] = (await callUpdateProfile(client, { user_id: 5, name: "Mary", avatar })).avatar;
found["byReference"] = (await client.call(updateProfileFunction, { user_id: 5, name: "Eve" })).name;
client.invalidate(userContext, { user_id: 5 });
found["nothing"] = (await callSignOut(client)) ?? "nothing";

found["taken"] = await failure(callUpdateProfile(client, { user_id: 5, name: "Grace" }));
found["invalid"] = await failure(callUpdateProfile(client, { user_id: 5, name: "" }));
found["unknown"] = await failure(fetchUserContext(client, { user_id: 6 }));

console.log(JSON.stringify(found));

async function failure(run: Promise<unknown>): Promise<unknown> {
  try {
    return await run;
  } catch (error) {
    if (!isDjangoError(error, "update_profile")) return "somebody else's";
    const { status, code, kind, details, fn } = error;
    return { status, code, kind, details, fn, name: error.fieldErrors.name };
  }
}
