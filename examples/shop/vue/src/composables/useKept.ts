/** Keeps what was there on screen for as long as there is nothing new. */
import { computed, toValue } from "vue";
import type { ComputedRef, MaybeRefOrGetter } from "vue";

/** The data or, until there is some for new params, what there was for the old. */
export function useKept<Data>(data: MaybeRefOrGetter<Data | undefined>): ComputedRef<Data | undefined> {
  return computed<Data | undefined>((kept) => toValue(data) ?? kept);
}
