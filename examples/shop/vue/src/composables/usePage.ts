/** Which page of a list the address names. */
import { computed } from "vue";
import type { ComputedRef } from "vue";
import { useRoute } from "vue-router";

export function usePage(): ComputedRef<number> {
  const route = useRoute();
  return computed(() => {
    const page = Number(route.query["page"]);
    return Number.isInteger(page) && page > 0 ? page : 1;
  });
}
