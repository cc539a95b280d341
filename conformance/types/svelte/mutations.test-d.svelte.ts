/** Functions that change something: what they take, and what a run's state holds. */
import type { MutationState } from "@mizan/svelte/v1";
import { useSearchOrders, useUploadFiles } from "../../generated/js/orders/svelte/index.js";
import { useSignOut, useUpdateProfile } from "../../generated/js/user/svelte/index.js";
import * as user from "../../generated/js/user/svelte/index.js";
import type {
  UpdateProfileError,
  UpdateProfileInput,
  UserProfile,
} from "../../generated/js/user/svelte/index.js";
import { same } from "../same.js";

export async function withArguments(file: File): Promise<void> {
  const update = useUpdateProfile({ key: "profile" });
  update.mutate({ user_id: 5, name: "Ada", avatar: file });
  const profile = await update.mutateAsync({ user_id: 5, name: "Ada" });
  same<typeof profile, UserProfile>(true);
  useSignOut().mutate();
  useSearchOrders().mutate();
  useSearchOrders().mutate({ limit: 5 });
  useUploadFiles().mutate({ order_id: 9, files: [file] });

  // @ts-expect-error the argument is missing
  update.mutate();
  // @ts-expect-error a required field is missing
  update.mutate({ user_id: 5 });
  // @ts-expect-error no such field
  update.mutate({ user_id: 5, name: "Ada", email: "ada@example.com" });
  // @ts-expect-error a file isn't text
  await update.mutateAsync({ user_id: 5, name: "Ada", avatar: "me.png" });
  // @ts-expect-error it takes no arguments
  useSignOut().mutate({ user_id: 5 });
  // @ts-expect-error not one of the values
  useSearchOrders().mutate({ sort: "best" });
}

export function states(): void {
  const update = useUpdateProfile();
  same<typeof update, MutationState<UpdateProfileInput, UserProfile, UpdateProfileError>>(true);
  if (update.status === "success") same<typeof update.data, UserProfile>(true);
  if (update.status === "pending") same<typeof update.variables, UpdateProfileInput>(true);
  if (update.error?.code === "NAME_TAKEN") update.error.details.suggestions[0]?.length;
  update.error?.fieldErrors.name?.join();
  // @ts-expect-error a typo
  update.error?.fieldErrors.nmae;
  // @ts-expect-error there may be no error
  update.error.code;
}

// @ts-expect-error a private function has no hook
user.usePurgeUsers;
