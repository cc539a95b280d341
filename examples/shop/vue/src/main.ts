/** Starts the shop: one client, one router. */
import { createApp } from "vue";
import "../../shop.css";
import App from "./App.vue";
import { client } from "./client";
import { createMizanPlugin } from "./mizan/vue";
import { router } from "./router";

createApp(App).use(createMizanPlugin(), client).use(router).mount("#app");
