/** Old data stays on screen while there is no new. */
import type { ReadState } from "@mizan/svelte";
import type { DjangoError } from "../mizan/svelte";

/** The data or, until there is some for new params, what there was for the old. */
export function keep<Data>(read: () => ReadState<Data, DjangoError>) {
  let last: Data | undefined;
  const data = $derived((last = read().data ?? last));
  return {
    get data() {
      return data;
    },
  };
}
