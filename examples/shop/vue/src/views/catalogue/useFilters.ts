/** What is searched for. It lives in the address, so that back and forward work. */
import { computed } from "vue";
import type { WritableComputedRef } from "vue";
import { useRoute, useRouter } from "vue-router";
import type { LocationQuery, LocationQueryRaw } from "vue-router";
import { Category } from "@/mizan/vue";

export interface Filters {
  readonly search: string;
  readonly categories: readonly Category[];
  readonly isInStock: boolean;
}

export function useFilters(): WritableComputedRef<Filters> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => read(route.query),
    set: (filters) => void router.push({ query: write(filters) }),
  });
}

function read({ search, category, in_stock }: LocationQuery): Filters {
  const named = [category].flat();
  return {
    search: [search].flat()[0] ?? "",
    categories: Object.values(Category).filter((one) => named.includes(one)),
    isInStock: in_stock !== undefined,
  };
}

function write({ search, categories, isInStock }: Filters): LocationQueryRaw {
  return {
    search: search || undefined,
    category: Object.values(Category).filter((one) => categories.includes(one)),
    in_stock: isInStock ? "1" : undefined,
  };
}
