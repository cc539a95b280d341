/** An application of the built package: reads, changes and reads again, and says what it saw. */
import { createMizan, isDjangoError } from "@mizan/runtime";
import { refetchOnFocus } from "@mizan/runtime/focus";
import { createFakeServer } from "@mizan/runtime/testing";

const user = { name: "user", params: { user_id: "integer" } };
const rename = { name: "rename" };
const server = createFakeServer();
let name = "Ada";
server.context(user, { user_profile: ({ user_id }) => ({ user_id, name }) });
server.mutation(rename, (args) => {
  name = args.name;
  return { result: null, invalidate: ["user"] };
});

const client = createMizan({ fetch: server.fetch });
const stop = refetchOnFocus(client);
const seen = [];
const profile = client.entry(user, { user_id: 5 }).slice("user_profile");
profile.subscribe(() => {
  const { status, data } = profile.getSnapshot();
  if (status === "success") seen.push(data.name);
});
await profile.load();
await client.call(rename, { name: "Grace" });
const error = await client.call({ name: "unknown" }, {}).catch((caught) => caught);
stop();
document.title = [...seen, isDjangoError(error) && error.code].join();
