/** Prices and dates as people read them. */
import type { DecimalString } from "@mizan/runtime";

const euros = new Intl.NumberFormat("en", { style: "currency", currency: "EUR" });
const days = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

/** Formats the decimal as it is: as text, it never becomes a floating-point number. */
export const price = (amount: DecimalString): string => euros.format(amount);

export const day = (moment: string): string => days.format(new Date(moment));

export function stockText(stock: number): string {
  if (stock === 0) return "Sold out";
  return stock < 5 ? `Only ${stock} left` : `${stock} in stock`;
}
