/** The addresses of the shop, and where the focus goes from one page to the next. */
import { nextTick } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import AccountView from "@/views/account/AccountView.vue";
import CartView from "@/views/cart/CartView.vue";
import CatalogueView from "@/views/catalogue/CatalogueView.vue";
import NotFoundView from "@/views/NotFoundView.vue";
import CompareView from "@/views/product/CompareView.vue";
import ProductView from "@/views/product/ProductView.vue";
import SignInView from "@/views/sign-in/SignInView.vue";
import StaffView from "@/views/staff/StaffView.vue";

const id = "([1-9]\\d{0,8})";

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: "/", component: CatalogueView },
    { path: `/products/:id${id}`, component: ProductView, props: ({ params }) => ({ id: Number(params["id"]) }) },
    {
      path: `/compare/:one${id}/:other${id}`,
      component: CompareView,
      props: ({ params }) => ({ ids: [Number(params["one"]), Number(params["other"])] }),
    },
    { path: "/cart", component: CartView },
    { path: "/account", component: AccountView },
    { path: "/staff", component: StaffView },
    { path: "/sign-in", component: SignInView, props: ({ query }) => ({ next: query["next"] }) },
    { path: "/:path(.*)*", component: NotFoundView },
  ],
  scrollBehavior(to, from, saved) {
    if (saved) return saved;
    return to.path === from.path ? false : { top: 0 };
  },
});

router.afterEach(async (to, from) => {
  const isFirst = from.matched.length === 0;
  if (isFirst || to.path === from.path) return;
  await nextTick();
  document.querySelector("h1")?.focus({ preventScroll: true });
});
