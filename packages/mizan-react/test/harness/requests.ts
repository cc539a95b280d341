/** What all three adapters must do on a server, told once; no browser takes part. */
import { describe, expect, test } from "vitest";
import { serve } from "./server.js";
import type { Render } from "./server.js";

export function describeRequests(render: Render): void {
  describe("on a server", () => {
    test("two requests at once see nothing of each other", async () => {
      const { backend, second, url, close } = await serve("", render);
      backend.rename(5, "Ada");
      second.rename(5, "Grace");
      const release = backend.hold("/ctx/user");
      const slow = render("profile", `${url}/api/mizan`);
      const quick = await render("profile", `${url}/second`);
      release();
      const { html, client } = await slow;
      await close();

      expect(html).toContain("Ada");
      expect(html).not.toContain("Grace");
      expect(quick.html).toContain("Grace");
      expect(quick.html).not.toContain("Ada");
      expect(client).not.toBe(quick.client);
      expect(backend.reads()).toEqual(["/ctx/user/?user_id=5"]);
      expect(second.reads()).toEqual(["/ctx/user/?user_id=5"]);
    });

    test("nothing stays subscribed once a page is rendered", async () => {
      const { url, close } = await serve("", render);
      const { client } = await render("profile", `${url}/api/mizan`);
      await close();
      const entries = [...client.entries()];
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.filter((entry) => entry.listeners.size)).toEqual([]);
    });
  });
}
