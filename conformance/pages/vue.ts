import { createApp, defineComponent, h } from "vue";
import { MizanContext, UserContext, useUpdateProfile, useUserProfile } from "../generated/js/user-vendored/vue/index.js";

const Profile = defineComponent(() => {
  const profile = useUserProfile();
  const rename = useUpdateProfile();
  return () =>
    h("button", { onClick: () => rename.mutate({ user_id: 5, name: "Mary" }) }, [
      `${profile.data.value?.name} ${rename.status.value}`,
    ]);
});

createApp(() => h(MizanContext, () => h(UserContext, { user_id: 5 }, () => h(Profile)))).mount(document.body);
