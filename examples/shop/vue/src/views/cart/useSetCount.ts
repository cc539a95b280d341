/** With a key, all lines share one state, and the total sees it too. */
import { useSetCartCount } from "@/mizan/vue";

export const useSetCount = () => useSetCartCount({ key: "cart" });
