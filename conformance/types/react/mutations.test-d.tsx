/** Hooks that change something: what they take, and what a run's state holds. */
import { optimistic } from "@mizan/runtime/optimistic";
import type { MutationState } from "@mizan/react/v1";
import {
  useRefreshPrices,
  useSearchOrders,
  useUploadFiles,
} from "../../generated/js/orders/react/index.js";
import type { Order } from "../../generated/js/orders/react/index.js";
import { useSignOut, useUpdateProfile, userContext } from "../../generated/js/user/react/index.js";
import * as user from "../../generated/js/user/react/index.js";
import type {
  UpdateProfileError,
  UpdateProfileInput,
  UserProfile,
} from "../../generated/js/user/react/index.js";
import { same } from "../same.js";

export async function useArguments(file: File): Promise<void> {
  const { mutate, mutateAsync } = useUpdateProfile({ key: "profile" });
  same<ReturnType<typeof mutate>, void>(true);
  mutate({ user_id: 5, name: "Ada", avatar: file });
  const profile = await mutateAsync({ user_id: 5, name: "Ada" }, { signal: new AbortController().signal });
  same<typeof profile, UserProfile>(true);

  // @ts-expect-error the argument is missing
  mutate();
  // @ts-expect-error a required field is missing
  mutate({ user_id: 5 });
  // @ts-expect-error no such field
  mutate({ user_id: 5, name: "Ada", email: "ada@example.com" });
  // @ts-expect-error absent is not undefined
  mutate({ user_id: 5, name: "Ada", avatar: undefined });
  // @ts-expect-error a file isn't text
  await mutateAsync({ user_id: 5, name: "Ada", avatar: "me.png" });
  // @ts-expect-error a key is text
  useUpdateProfile({ key: 5 });
}

export function useOmittableArguments(file: File): void {
  useSignOut().mutate();
  useRefreshPrices().mutate();
  useSearchOrders().mutate();
  useSearchOrders().mutate({});
  useSearchOrders().mutate({ sort: "oldest" });
  useUploadFiles().mutate({ order_id: 9, files: [file] });

  // @ts-expect-error it takes no arguments
  useSignOut().mutate({ user_id: 5 });
  // @ts-expect-error not one of the values
  useSearchOrders().mutate({ sort: "best" });
  // @ts-expect-error the argument is missing
  useUploadFiles().mutate();
}

export function useNarrowing(): void {
  const update = useUpdateProfile();
  same<typeof update, MutationState<UpdateProfileInput, UserProfile, UpdateProfileError>>(true);
  switch (update.status) {
    case "idle":
      same<typeof update.variables, undefined>(true);
      same<typeof update.data, undefined>(true);
      break;
    case "pending":
      same<typeof update.variables, UpdateProfileInput>(true);
      same<typeof update.error, undefined>(true);
      break;
    case "success":
      same<typeof update.data, UserProfile>(true);
      break;
    case "error":
      same<typeof update.error, UpdateProfileError>(true);
      if (update.error.code === "NAME_TAKEN") update.error.details.suggestions[0]?.length;
      break;
    default:
      same<typeof update, never>(true);
  }
  // @ts-expect-error there may be no error
  update.error.code;
  // @ts-expect-error not one of the statuses
  update.status === "loading";

  const search = useSearchOrders();
  if (search.status === "success") same<typeof search.data, Order>(true);
  const signOut = useSignOut();
  if (signOut.status === "success") same<typeof signOut.data, void>(true);
}

export function useOptimism(): void {
  useUpdateProfile().mutate(
    { user_id: 5, name: "Ada" },
    {
      optimistic: optimistic(userContext, { user_id: 5 }, (data) => ({
        ...data,
        user_profile: { ...data.user_profile, name: "Ada" },
      })),
    },
  );
}

// @ts-expect-error a private function has no hook
user.usePurgeUsers;
// @ts-expect-error and no call
user.callPurgeUsers;
