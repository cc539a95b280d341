/** An order, as its buyer and the staff see it. */
import { useId } from "react";
import type { ReactNode } from "react";
import type { OrderOut } from "../mizan/react";
import { day, price } from "./format";

export function Order({ order, children }: { order: OrderOut; children: ReactNode }) {
  const id = useId();
  return (
    <article className="order" aria-labelledby={id}>
      <h3 id={id}>Order {order.id}</h3>
      <p className="hint">
        <time dateTime={order.placed_at}>{day(order.placed_at)}</time>
      </p>
      <p className="tag" data-status={order.status}>
        {order.status === "open" ? "Open" : "Shipped"}
      </p>
      <ul className="bought">
        {order.items.map((item, at) => (
          <li key={at}>
            <span aria-hidden="true">{item.emoji}</span> {item.count} × {item.name}
          </li>
        ))}
      </ul>
      <p className="price">{price(order.total)}</p>
      <div className="act">{children}</div>
    </article>
  );
}
