/** What is searched for. The form's fields are called what the address calls them. */
import { Category } from "../../mizan/svelte";
import { address } from "../../router";

export interface Filters {
  readonly search: string;
  readonly categories: Category[];
  readonly in_stock: boolean;
}

export function filters(): Filters {
  const { searchParams } = address;
  return {
    search: searchParams.get("search") ?? "",
    categories: searchParams.getAll("category").filter(isCategory),
    in_stock: searchParams.has("in_stock"),
  };
}

const isCategory = (value: string): value is Category => Object.hasOwn(Category, value);

/** The query for what a form holds, without what says nothing. */
export function query(form: HTMLFormElement): string {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value) said.append(name, value);
  }
  return said.size > 0 ? `?${said}` : "";
}
