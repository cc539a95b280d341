/** With a key, the last row that was restocked can be spoken of after it is gone. */
import { useRestock } from "../../mizan/svelte";

export const useRestocking = () => useRestock({ key: "staff" });
