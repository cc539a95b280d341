import type { ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { MizanContext, UserContext, useUpdateProfile, useUserProfile } from "../generated/js/user-vendored/react/index.js";

function Profile(): ReactNode {
  const profile = useUserProfile();
  const rename = useUpdateProfile();
  return (
    <button onClick={() => rename.mutate({ user_id: 5, name: "Mary" })}>
      {profile.data?.name} {rename.status}
    </button>
  );
}

createRoot(document.body).render(
  <MizanContext>
    <UserContext user_id={5}>
      <Profile />
    </UserContext>
  </MizanContext>,
);
