/** A page under a root, as browser and server both render it. */
import type { MizanClient } from "@mizan/runtime";
import { h } from "vue";
import type { FunctionalComponent } from "vue";
import { MizanContext } from "../shop/vue/index.js";
import { pageNamed } from "./pages.js";

export function appOf(name: string, client: MizanClient): FunctionalComponent {
  const page = pageNamed(name);
  if (name === "missing-root") return () => h(page);
  return () => h(MizanContext, { client }, () => h(page));
}
