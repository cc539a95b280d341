/** The catalogue. What is searched for lives in the address, so that back and forward work. */
import { useId, useLayoutEffect, useRef } from "react";
import { Link, useSearchParams } from "react-router";
import { CatalogContext, Category, useCategoryList, useProductList } from "../mizan/react";
import type { ProductCard } from "../mizan/react";
import { price, stockText } from "../ui/format";
import { Loaded, Skeleton, useKept } from "../ui/loaded";
import { Page, Pages, usePage } from "../ui/page";
import { Tile } from "../ui/tile";

export function CataloguePage() {
  const [address] = useSearchParams();
  const categories = address.getAll("category").filter(isCategory);
  return (
    <Page title="Catalogue">
      <CatalogContext
        search={address.get("search") ?? ""}
        categories={categories.length > 0 ? categories : null}
        in_stock={address.has("in_stock")}
        page={usePage()}
      >
        <Filters />
        <Products />
      </CatalogContext>
    </Page>
  );
}

const isCategory = (value: string): value is Category => Object.hasOwn(Category, value);

/** Its fields are called what the address calls them. */
function Filters() {
  const [address, setAddress] = useSearchParams();
  const categories = useKept(useCategoryList());
  const form = useRef<HTMLFormElement>(null);

  // The address may change without the form: by back and forward, or by a link. What is typed meanwhile
  // stays, whatever else arrives.
  useLayoutEffect(() => {
    for (const field of form.current?.querySelectorAll("input") ?? []) {
      if (field.type === "checkbox") field.checked = address.getAll(field.name).includes(field.value);
      else field.value = address.get(field.name) ?? "";
    }
  }, [address]);

  const apply = () => {
    const next = new URLSearchParams();
    for (const [name, value] of new FormData(form.current ?? undefined)) {
      if (typeof value === "string" && value) next.append(name, value);
    }
    setAddress(next);
  };

  return (
    <form
      ref={form}
      className="filters"
      role="search"
      aria-label="Products"
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <div className="search-box">
        <input type="search" name="search" aria-label="Search" placeholder="A kettle, a lamp…" />
        <button>Search</button>
      </div>
      <fieldset className="chips">
        <legend className="visually-hidden">Categories</legend>
        {categories?.map(({ category, label, count }) => (
          <label key={category} className="chip">
            <input
              type="checkbox"
              name="category"
              value={category}
              defaultChecked={address.getAll("category").includes(category)}
              onChange={apply}
            />
            {label} <span className="count">{count}</span>
          </label>
        ))}
      </fieldset>
      <label className="chip">
        <input type="checkbox" name="in_stock" value="1" onChange={apply} />
        In stock
      </label>
    </form>
  );
}

function Products() {
  return (
    <Loaded read={useProductList()} skeleton={<Skeleton shape="card" count={8} />}>
      {({ products, total, page_size }) => (
        <>
          <div className="found" role="status">
            {total === 0 ? (
              <>
                No products match. <Link to="/">Show all</Link>
              </>
            ) : (
              `${total} ${total === 1 ? "product" : "products"}`
            )}
          </div>
          <ul className="cards" aria-label="Products">
            {products.map((product) => (
              <li key={product.id}>
                <Card product={product} />
              </li>
            ))}
          </ul>
          <Pages total={total} page_size={page_size} />
        </>
      )}
    </Loaded>
  );
}

function Card({ product }: { product: ProductCard }) {
  const id = useId();
  return (
    <article className="card" aria-labelledby={id}>
      <Tile emoji={product.emoji} colour={product.colour} />
      <h2 id={id}>
        <Link to={`/products/${product.id}`}>{product.name}</Link>
      </h2>
      <p className="price">{price(product.price)}</p>
      <p className="stock" data-stock={product.stock < 5 ? "low" : "enough"}>
        {stockText(product.stock)}
      </p>
    </article>
  );
}
