/** What the cart will be, for as long as the server hasn't said it. The total stays the server's. */
import { optimistic } from "@mizan/runtime/optimistic";
import { cartContext } from "./mizan/protocol";
import type { CartItem, ProductDetail } from "./mizan/protocol";

const withItems = (change: (items: CartItem[]) => CartItem[]) =>
  optimistic(cartContext, {}, ({ cart }) => ({ cart: { ...cart, items: change(cart.items) } }));

export const withCount = (product_id: number, count: number) =>
  withItems((items) =>
    items
      .map((item) => (item.product_id === product_id ? { ...item, count } : item))
      .filter((item) => item.count > 0),
  );

export const withOneMore = ({ id: product_id, name, emoji, price, stock }: ProductDetail) =>
  withItems((items) =>
    items.some((item) => item.product_id === product_id)
      ? items.map((item) => (item.product_id === product_id ? { ...item, count: item.count + 1 } : item))
      : [...items, { product_id, name, emoji, price, stock, count: 1 }],
  );
