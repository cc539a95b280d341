/** The page of a list that the address asks for. */
import { address } from "../router";

export function pageNumber(): number {
  const page = Number(address.searchParams.get("page"));
  return Number.isInteger(page) && page > 0 ? page : 1;
}
