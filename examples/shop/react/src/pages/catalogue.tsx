/** The catalogue. What is searched for lives in the address, so that back and forward work. */
import { useEffect, useId, useRef } from "react";
import { Link, useSearchParams } from "react-router";
import { CatalogContext, Category, useCategoryList, useProductList } from "../mizan/react";
import type { ProductCard } from "../mizan/react";
import { text } from "../ui/form";
import { price, stockText } from "../ui/format";
import { Loaded, Skeleton, useKept } from "../ui/loaded";
import { Page, Pages, usePage } from "../ui/page";
import { Tile } from "../ui/tile";

export function CataloguePage() {
  const { search, categories, in_stock } = useFilters();
  return (
    <Page title="Catalogue">
      <CatalogContext
        search={search}
        categories={categories.length > 0 ? categories : null}
        in_stock={in_stock}
        page={usePage()}
      >
        <Filters />
        <Products />
      </CatalogContext>
    </Page>
  );
}

function useFilters() {
  const [address] = useSearchParams();
  return {
    search: address.get("search") ?? "",
    categories: address.getAll("category").filter(isCategory),
    in_stock: address.has("in_stock"),
  };
}

const isCategory = (value: string): value is Category => Object.hasOwn(Category, value);

function Filters() {
  const { search, categories, in_stock } = useFilters();
  const [, setAddress] = useSearchParams();
  const all = useKept(useCategoryList());
  const searchBox = useRef<HTMLInputElement>(null);

  // The address may change without the form, by the browser's back and forward.
  useEffect(() => {
    if (searchBox.current) searchBox.current.value = search;
  }, [search]);

  const apply = (form: HTMLFormElement) => {
    const data = new FormData(form);
    const address = new URLSearchParams();
    if (text(data, "search")) address.set("search", text(data, "search"));
    for (const category of data.getAll("category")) address.append("category", String(category));
    if (data.has("in_stock")) address.set("in_stock", "1");
    setAddress(address);
  };

  return (
    <form
      className="filters"
      role="search"
      aria-label="Products"
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
    >
      <div className="search-box">
        <input ref={searchBox} type="search" name="search" aria-label="Search" placeholder="A kettle, a lamp…" defaultValue={search} />
        <button>Search</button>
      </div>
      <fieldset className="chips">
        <legend className="visually-hidden">Categories</legend>
        {all?.map(({ category, label, count }) => (
          <label key={category} className="chip">
            <input
              type="checkbox"
              name="category"
              value={category}
              checked={categories.includes(category)}
              onChange={(event) => event.currentTarget.form?.requestSubmit()}
            />
            {label} <span className="count">{count}</span>
          </label>
        ))}
      </fieldset>
      <label className="chip">
        <input
          type="checkbox"
          name="in_stock"
          checked={in_stock}
          onChange={(event) => event.currentTarget.form?.requestSubmit()}
        />
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
