/** Starts the shop: one client, the cart that every page counts, and the addresses. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import "../../shop.css";
import { client } from "./client";
import { Layout } from "./layout";
import { CartContext, MizanContext } from "./mizan/react";
import { AccountPage } from "./pages/account";
import { CartPage } from "./pages/cart";
import { CataloguePage } from "./pages/catalogue";
import { NotFoundPage } from "./pages/not-found";
import { ComparePage, ProductPage } from "./pages/product";
import { SignInPage } from "./pages/sign-in";
import { StaffPage } from "./pages/staff";

const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: "/", element: <CataloguePage /> },
      { path: "/products/:id", element: <ProductPage /> },
      { path: "/compare/:one/:other", element: <ComparePage /> },
      { path: "/cart", element: <CartPage /> },
      { path: "/account", element: <AccountPage /> },
      { path: "/staff", element: <StaffPage /> },
      { path: "/sign-in", element: <SignInPage /> },
      { path: "*", element: <NotFoundPage /> },
    ],
  },
]);

const root = document.querySelector("#app");
if (!root) throw new Error("The page has no #app");

createRoot(root).render(
  <StrictMode>
    <MizanContext client={client}>
      <CartContext>
        <RouterProvider router={router} />
      </CartContext>
    </MizanContext>
  </StrictMode>,
);
