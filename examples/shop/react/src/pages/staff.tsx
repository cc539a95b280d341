/** For those who work in the shop: what runs out, and what waits to be shipped. */
import { useOpenOrders, useRestock, useShipOrder, useStockReport, WarehouseContext } from "../mizan/react";
import type { StockLine } from "../mizan/react";
import { Failure } from "../ui/failure";
import { Field, Form, Submit } from "../ui/form";
import { Loaded, Skeleton } from "../ui/loaded";
import { Order } from "../ui/order";
import { Page, Pages, usePage } from "../ui/page";
import { SignedIn } from "../ui/session";

export function StaffPage() {
  const page = usePage();
  return (
    <Page title="Staff">
      <SignedIn to="work here">
        {({ is_staff }) =>
          is_staff ? (
            <WarehouseContext page={page}>
              <Stock />
              <OpenOrders />
            </WarehouseContext>
          ) : (
            <p className="empty">This page is for those who work here.</p>
          )
        }
      </SignedIn>
    </Page>
  );
}

/** With a key, the last row that was restocked can be spoken of after it is gone. */
const useRestocking = () => useRestock({ key: "staff" });

function Stock() {
  const restock = useRestocking();
  return (
    <section className="panel" aria-labelledby="stock">
      <h2 id="stock">About to run out</h2>
      <p className="done" role="status">
        {restock.status === "success" && `${restock.data.name}: ${restock.data.stock} in stock.`}
      </p>
      <Loaded read={useStockReport()} skeleton={<Skeleton shape="row" count={5} />}>
        {(lines) =>
          lines.length === 0 ? (
            <p className="empty">Every shelf is full.</p>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">Product</th>
                  <th scope="col">Stock</th>
                  <th scope="col">More</th>
                </tr>
              </thead>
              <tbody>
                {lines.map((line) => (
                  <Shelf key={line.id} line={line} />
                ))}
              </tbody>
            </table>
          )
        }
      </Loaded>
    </section>
  );
}

function Shelf({ line }: { line: StockLine }) {
  const restock = useRestocking();
  const isThis = restock.variables?.product_id === line.id;
  const error = isThis ? restock.error : undefined;
  return (
    <tr>
      <th scope="row">{line.name}</th>
      <td className="stock" data-stock="low">
        {line.stock}
      </td>
      <td>
        <Form
          name={`Restock ${line.name}`}
          onData={(data) => restock.mutate({ product_id: line.id, count: Number(data.get("count")) })}
        >
          <Field label="How many" errors={error?.fieldErrors.count}>
            {(control) => <input {...control} name="count" type="number" inputMode="numeric" defaultValue={10} />}
          </Field>
          <Submit className="quiet" doing={isThis && restock.isPending && "Restocking…"}>
            Restock
          </Submit>
          <Failure error={error} />
        </Form>
      </td>
    </tr>
  );
}

function OpenOrders() {
  return (
    <section aria-labelledby="open-orders">
      <h2 id="open-orders">Open orders</h2>
      <Loaded read={useOpenOrders()} skeleton={<Skeleton shape="row" count={3} />} isPart>
        {({ orders, total, page_size }) => (
          <>
            {total === 0 && <p className="empty">Everything is shipped.</p>}
            <ul className="orders">
              {orders.map((order) => (
                <li key={order.id}>
                  <Order order={order}>
                    <Ship order_id={order.id} />
                  </Order>
                </li>
              ))}
            </ul>
            <Pages total={total} page_size={page_size} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function Ship({ order_id }: { order_id: number }) {
  const ship = useShipOrder();
  return (
    <>
      <Submit type="button" doing={ship.isPending && "Shipping…"} onClick={() => ship.mutate({ order_id })}>
        Ship
      </Submit>
      <Failure error={ship.error} />
    </>
  );
}
