/** Composables that change something: what they take, and a run's state as refs. */
import type { MutationRefs } from "@mizan/vue/v1";
import type { ComputedRef } from "vue";
import { useSearchOrders, useUploadFiles } from "../../generated/js/orders/vue/index.js";
import { useSignOut, useUpdateProfile } from "../../generated/js/user/vue/index.js";
import * as user from "../../generated/js/user/vue/index.js";
import type {
  UpdateProfileError,
  UpdateProfileInput,
  UserProfile,
} from "../../generated/js/user/vue/index.js";
import { same } from "../same.js";

export async function useArguments(file: File): Promise<void> {
  const { mutate, mutateAsync } = useUpdateProfile({ key: "profile" });
  mutate({ user_id: 5, name: "Ada", avatar: file });
  const profile = await mutateAsync({ user_id: 5, name: "Ada" });
  same<typeof profile, UserProfile>(true);
  useSignOut().mutate();
  useSearchOrders().mutate();
  useSearchOrders().mutate({ limit: 5 });
  useUploadFiles().mutate({ order_id: 9, files: [file] });

  // @ts-expect-error the argument is missing
  mutate();
  // @ts-expect-error a required field is missing
  mutate({ user_id: 5 });
  // @ts-expect-error no such field
  mutate({ user_id: 5, name: "Ada", email: "ada@example.com" });
  // @ts-expect-error a file isn't text
  await mutateAsync({ user_id: 5, name: "Ada", avatar: "me.png" });
  // @ts-expect-error it takes no arguments
  useSignOut().mutate({ user_id: 5 });
  // @ts-expect-error not one of the values
  useSearchOrders().mutate({ sort: "best" });
}

export function useRefs(): void {
  const update = useUpdateProfile();
  same<typeof update, MutationRefs<UpdateProfileInput, UserProfile, UpdateProfileError>>(true);
  same<typeof update.isPending, ComputedRef<boolean>>(true);
  same<typeof update.data, ComputedRef<UserProfile | undefined>>(true);
  same<typeof update.variables, ComputedRef<UpdateProfileInput | undefined>>(true);
  const { value: error } = update.error;
  if (error?.code === "NAME_TAKEN") same<typeof error.details.suggestions, string[]>(true);
  error?.fieldErrors.name?.join();
  // @ts-expect-error a typo
  error?.fieldErrors.nmae;
  // @ts-expect-error there may be no error
  error.code;

  const run = update.state.value;
  if (run.status === "success") same<typeof run.data, UserProfile>(true);
  if (run.status === "pending") same<typeof run.variables, UpdateProfileInput>(true);
}

// @ts-expect-error a private function has no composable
user.usePurgeUsers;
