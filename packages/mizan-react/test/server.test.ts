/** The adapter on a server. */
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { describeRequests } from "./harness/requests.js";
import { serve } from "./harness/server.js";
import { appOf, render } from "./pages/render.jsx";
import { createMizan } from "./shop/react/index.js";

describeRequests(render);

test("a stream waits for what suspends, without a prefetch", async () => {
  const { backend, url, close } = await serve("", render);
  const client = createMizan({ baseUrl: `${url}/api/mizan` });
  const stream = new PassThrough();
  const { pipe } = renderToPipeableStream(appOf("suspense", client), {
    onAllReady: () => pipe(stream),
  });
  const html = await text(stream);
  await close();
  expect(html).toContain("user 1");
  expect(backend.reads()).toEqual(["/ctx/user/?user_id=1"]);
});
