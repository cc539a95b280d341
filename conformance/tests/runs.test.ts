/** Generated code runs as it is emitted, under plain Node, against a backend on HTTP. */
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startBackend } from "../harness/backend.js";
import type { Backend } from "../harness/backend.js";
import { line, typescript5 } from "../harness/checkers.js";
import { generated } from "../harness/places.js";
import { run } from "../harness/processes.js";

let backend: Backend;

beforeAll(async () => expect((await typescript5("runs")).map(line)).toEqual([]));
beforeEach(async () => void (backend = await startBackend()));
afterEach(() => backend.close());

/** What a script of `runs/` finds. */
async function found(script: string): Promise<unknown> {
  const emitted = join(generated, "emitted/runs", script);
  const { status, stdout, stderr } = await run(process.execPath, [emitted, backend.baseUrl]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

test("fetch, call and prefetch need no framework", async () => {
  const joined = "2026-01-01T00:00:00Z";
  const input = { kind: "http", fn: "update_profile" };
  expect(await found("plain.js")).toEqual({
    statuses: ["open", "paid", "shipped"],
    session: { session_info: { signed_in: true } },
    user: {
      user_orders: [{ id: 10, total: "12.50", status: "paid" }],
      user_profile: { id: 5, name: "Ada", joined, avatar: null },
    },
    page: 20,
    renamed: { id: 5, name: "Mary", joined, avatar: null },
    afterwards: "Mary",
    uploaded: "mary.png:8",
    byReference: "Eve",
    nothing: "nothing",
    taken: { ...input, status: 409, code: "NAME_TAKEN", details: { suggestions: ["Grace2"] } },
    invalid: {
      ...input,
      status: 422,
      code: "VALIDATION_ERROR",
      kind: "validation",
      details: { fields: { name: ["May not be empty"] }, form: [] },
      name: ["May not be empty"],
    },
    unknown: { status: 404, code: "NOT_FOUND", kind: "http", details: null },
  });
  expect(backend.requests).toEqual([
    "GET /ctx/global/",
    "GET /ctx/user/?user_id=5",
    "GET /ctx/user/?page=2&user_id=5",
    "POST /call/",
    "GET /ctx/user/?user_id=5",
    "POST /call/",
    "POST /call/",
    "POST /call/",
    "POST /call/",
    "POST /call/",
    "GET /ctx/user/?user_id=6",
  ]);
});

test("React renders on a server, from memory or as a stream", async () => {
  expect(await found("react-server.js")).toEqual({
    prepared: '<p id="success">Ada</p><p id="loading">none yet</p><p>loading</p>',
    streamed: expect.stringContaining("<p>Ada</p>"),
    orphaned: expect.stringContaining("UserContext"),
  });
  expect(backend.requests).toEqual(["GET /ctx/user/?user_id=5", "GET /ctx/user/?user_id=5"]);
});
