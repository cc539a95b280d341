/** With a key, all lines share one state, and the total sees it too. */
import { useSetCartCount } from "../../mizan/svelte";

export const useSetCount = () => useSetCartCount({ key: "cart" });
