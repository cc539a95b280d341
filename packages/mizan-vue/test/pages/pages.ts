/** The pages that the shared scenarios drive, as an application would write them in Vue. */
import type { Component } from "vue";

const modules: Record<string, Component> = import.meta.glob("./pages/*.vue", {
  eager: true,
  import: "default",
});

export function pageNamed(name: string): Component {
  const page = modules[`./pages/${name}.vue`];
  if (!page) throw new Error(`There is no page ${name}`);
  return page;
}
