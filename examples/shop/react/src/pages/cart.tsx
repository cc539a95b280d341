/** The cart: counts change before the server has answered, and one request buys all of it. */
import { Link } from "react-router";
import { useCart, usePlaceOrder, useSetCartCount } from "../mizan/react";
import type { Cart, CartItem } from "../mizan/react";
import { withCount } from "../optimistic-cart";
import { Failure } from "../ui/failure";
import { Submit } from "../ui/form";
import { price } from "../ui/format";
import { Loaded, Skeleton } from "../ui/loaded";
import { Page } from "../ui/page";
import { SignedIn } from "../ui/session";
import { Tile } from "../ui/tile";

export function CartPage() {
  return (
    <Page title="Cart">
      <SignedIn to="fill a cart">{() => <CartOfSomeone />}</SignedIn>
    </Page>
  );
}

function CartOfSomeone() {
  return (
    <Loaded read={useCart()} skeleton={<Skeleton shape="row" count={3} />}>
      {(cart) => (
        <div className="cart">
          {cart.items.length > 0 && (
            <ul className="lines" aria-label="Things in your cart">
              {cart.items.map((item) => (
                <Line key={item.product_id} item={item} />
              ))}
            </ul>
          )}
          <Checkout cart={cart} />
        </div>
      )}
    </Loaded>
  );
}

/** With a key, all lines share one state, and the total sees it too. */
const useSetCount = () => useSetCartCount({ key: "cart" });

function Line({ item }: { item: CartItem }) {
  const setCount = useSetCount();
  const { product_id, name, count, stock } = item;
  const change = (to: number) =>
    setCount.mutate({ product_id, count: to }, { optimistic: withCount(product_id, to) });
  return (
    <li className="line">
      <Tile emoji={item.emoji} />
      <div className="what">
        <Link to={`/products/${product_id}`}>{name}</Link>
        <span className="hint">{price(item.price)}</span>
        {count > stock && <span className="stock" data-stock="low">{`Only ${stock} left`}</span>}
      </div>
      <div className="counter" role="group" aria-label={`Count of ${name}`}>
        <button className="quiet" aria-label="One less" onClick={() => change(count - 1)}>
          −
        </button>
        <span aria-live="polite">{count}</span>
        <button className="quiet" aria-label="One more" onClick={() => change(count + 1)}>
          +
        </button>
      </div>
      <button className="quiet" onClick={() => change(0)}>
        Remove
      </button>
      {setCount.status === "error" && setCount.variables.product_id === product_id && (
        <Failure error={setCount.error} />
      )}
    </li>
  );
}

function Checkout({ cart }: { cart: Cart }) {
  const order = usePlaceOrder();
  const setCount = useSetCount();
  const isEmpty = cart.items.length === 0;
  return (
    <div className="checkout">
      {!isEmpty && (
        <>
          <p className="total" aria-busy={setCount.isPending}>
            Total <strong>{price(cart.total)}</strong>
          </p>
          <Submit type="button" doing={order.isPending && "Placing order…"} onClick={() => order.mutate()}>
            Place order
          </Submit>
        </>
      )}
      <Failure error={order.error} />
      <div role="status">
        {order.status === "success" && (
          <div className="done">
            <p>Order {order.data.id} is placed. Thank you!</p>
            <a href={`/orders/${order.data.id}/receipt/`}>Receipt</a>
            <Link to="/account">Your orders</Link>
          </div>
        )}
      </div>
      {isEmpty && (
        <div className="empty">
          <p>Nothing in your cart yet.</p>
          <Link to="/">Browse the catalogue</Link>
        </div>
      )}
    </div>
  );
}
