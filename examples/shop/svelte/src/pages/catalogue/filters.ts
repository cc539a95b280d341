/** What is searched for, and how the address says it. */
import { text } from "../../lib/form-data";
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
export function query(form: FormData): URLSearchParams {
  const query = new URLSearchParams();
  const search = text(form, "search");
  if (search) query.set("search", search);
  for (const category of form.getAll("category")) query.append("category", String(category));
  if (form.has("in_stock")) query.set("in_stock", "1");
  return query;
}
