/** One product, or two of them side by side: each is a context of its own, read in one request. */
import { useId } from "react";
import { useParams } from "react-router";
import {
  ProductContext,
  useAddToCart,
  useProduct,
  useProductReviews,
  useReviewProduct,
  useSessionInfo,
} from "../mizan/react";
import type { ProductDetail } from "../mizan/react";
import { withOneMore } from "../optimistic-cart";
import { Failure } from "../ui/failure";
import { Field, Form, Submit, text } from "../ui/form";
import { day, price, stockText } from "../ui/format";
import { Loaded, Skeleton } from "../ui/loaded";
import { Page, Title } from "../ui/page";
import { SignInLink } from "../ui/session";
import { Stars, StarsField } from "../ui/stars";
import { Tile } from "../ui/tile";
import { NotFoundPage } from "./not-found";

export function ProductPage() {
  const id = productId(useParams().id);
  if (id === undefined) return <NotFoundPage />;
  return (
    <ProductContext key={id} product_id={id}>
      <Product id={id} isPage />
    </ProductContext>
  );
}

export function ComparePage() {
  const { one, other } = useParams();
  const ids = [productId(one), productId(other)];
  return (
    <Page title="Compare">
      <div className="side-by-side">
        {ids.map(
          (id, at) =>
            id !== undefined && (
              <ProductContext key={`${at}/${id}`} product_id={id}>
                <Product id={id} />
              </ProductContext>
            ),
        )}
      </div>
    </Page>
  );
}

function productId(text = ""): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

function Product({ id, isPage = false }: { id: number; isPage?: boolean }) {
  const product = useProduct();
  const headingId = useId();
  const isMissing = product.status === "error" && product.error.code === "NOT_FOUND";
  if (isMissing && isPage) return <NotFoundPage />;
  const name = product.data?.name ?? (product.status === "error" ? "Product" : "Loading…");
  return (
    <article className="product" aria-labelledby={headingId}>
      {isPage ? <Title id={headingId}>{name}</Title> : <h2 id={headingId}>{name}</h2>}
      <Loaded read={product} skeleton={<Skeleton shape="panel" />}>
        {(found) => <Summary product={found} />}
      </Loaded>
      {product.data && (
        <div className="opinions">
          <Reviews of={name} heading={isPage ? "h2" : "h3"} />
          <WriteReview of={name} product_id={id} />
        </div>
      )}
    </article>
  );
}

function Summary({ product }: { product: ProductDetail }) {
  return (
    <div className="summary">
      <Tile emoji={product.emoji} colour={product.colour} />
      <div className="facts">
        <p className="price">{price(product.price)}</p>
        <p className="stock" data-stock={product.stock < 5 ? "low" : "enough"}>
          {stockText(product.stock)}
        </p>
        <p>{product.stars === null ? "No reviews yet" : <Stars count={product.stars} />}</p>
        <p className="description">{product.description}</p>
        <AddToCart product={product} />
      </div>
    </div>
  );
}

function AddToCart({ product }: { product: ProductDetail }) {
  const add = useAddToCart();
  const isSoldOut = product.stock === 0;
  return (
    <div className="act">
      <Submit
        type="button"
        disabled={isSoldOut}
        doing={add.isPending && "Adding…"}
        onClick={() => add.mutate({ product_id: product.id }, { optimistic: withOneMore(product) })}
      >
        {isSoldOut ? "Sold out" : "Add to cart"}
      </Submit>
      <p className="done" role="status">
        {add.isSuccess && "Added to your cart."}
      </p>
      <Failure error={add.error} />
    </div>
  );
}

function Reviews({ of, heading: Heading }: { of: string; heading: "h2" | "h3" }) {
  return (
    <section aria-label={`Reviews of ${of}`}>
      <Heading>Reviews</Heading>
      <Loaded read={useProductReviews()} skeleton={<Skeleton shape="line" count={2} />} isPart>
        {(reviews) =>
          reviews.length === 0 ? (
            <p className="hint">Nobody has said anything yet.</p>
          ) : (
            <ul className="reviews">
              {reviews.map((review) => (
                <li key={review.id}>
                  <Stars count={review.stars} isWhole />
                  <p>{review.text}</p>
                  <p className="hint">
                    {review.author}, <time dateTime={review.written_at}>{day(review.written_at)}</time>
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function WriteReview({ of, product_id }: { of: string; product_id: number }) {
  const session = useSessionInfo();
  const review = useReviewProduct();
  if (session.data?.user === null) return <SignInLink>Sign in to write a review</SignInLink>;
  if (review.isSuccess) {
    return (
      <p className="done" role="status">
        Thank you for your review.
      </p>
    );
  }
  return (
    <Form
      name={`Write a review of ${of}`}
      onData={(data) => review.mutate({ product_id, stars: Number(data.get("stars")), text: text(data, "text") })}
    >
      <StarsField errors={review.error?.fieldErrors.stars} />
      <Field label="Your review" errors={review.error?.fieldErrors.text}>
        {(control) => <textarea {...control} name="text" rows={3} />}
      </Field>
      <Failure error={review.error} />
      <Submit doing={review.isPending && "Sending…"}>Send review</Submit>
    </Form>
  );
}
