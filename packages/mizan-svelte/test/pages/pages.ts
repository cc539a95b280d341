/** The pages that the shared scenarios drive, as an application would write them in Svelte. */
import type { Component } from "svelte";

export type Pages = Readonly<Record<string, Component>>;

export const pages: Pages = import.meta.glob<Component>("./pages/*.svelte", {
  eager: true,
  import: "default",
});

export function pageNamed(all: Pages, name: string): Component {
  const found = Object.entries(all).find(([path]) => path.endsWith(`/${name}.svelte`));
  if (!found) throw new Error(`There is no page ${name}`);
  return found[1];
}
