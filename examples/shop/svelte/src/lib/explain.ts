/** What went wrong, in the shop's own words. */
import { isDjangoError } from "../mizan/svelte";
import type { StockLeft } from "../mizan/svelte";

export function explain(error: unknown): string {
  if (
    (isDjangoError(error, "add_to_cart") ||
      isDjangoError(error, "set_cart_count") ||
      isDjangoError(error, "place_order")) &&
    error.code === "OUT_OF_STOCK"
  ) {
    return outOfStock(error.details);
  }
  if (!isDjangoError(error)) return broken;
  if (error.kind === "validation") return error.formErrors.join(" ") || "Check the marked fields.";
  if (error.kind === "network" || [502, 503, 504].includes(error.status)) {
    return "The shop can't be reached. Try again in a moment.";
  }
  return said[error.code] ?? broken;
}

function outOfStock({ name, left }: StockLeft): string {
  return left === 0 ? `${name} is sold out.` : `Only ${left} left of ${name}.`;
}

const broken = "Something went wrong in the shop. Try again in a moment.";

const said: Readonly<Record<string, string>> = {
  UNAUTHORIZED: "Sign in to do that.",
  FORBIDDEN: "You may not do that.",
  NOT_FOUND: "There is no such thing here.",
  CART_EMPTY: "Your cart is empty.",
  ALREADY_REVIEWED: "You have reviewed this product before.",
  NAME_TAKEN: "That name is taken.",
};
