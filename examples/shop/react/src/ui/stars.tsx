/** Stars to look at, and stars to choose. */
import { useId } from "react";

/** `isWhole`: one person's stars, and not the average of many. */
export function Stars({ count, isWhole = false }: { count: number; isWhole?: boolean }) {
  const said = isWhole ? String(count) : count.toFixed(1);
  return (
    <span className="stars">
      <span className="row" aria-hidden="true">
        {"★".repeat(Math.round(count)).padEnd(5, "☆")}
      </span>{" "}
      <span className={isWhole ? "visually-hidden" : ""}>{said} of 5 stars</span>
    </span>
  );
}

export function StarsField({ errors }: { errors: readonly string[] | undefined }) {
  const id = useId();
  return (
    <fieldset className="field star-field" aria-describedby={id}>
      <legend>Stars</legend>
      <div className="row">
        {[1, 2, 3, 4, 5].map((stars) => (
          <label key={stars}>
            <input
              type="radio"
              name="stars"
              value={stars}
              aria-label={stars === 1 ? "1 star" : `${stars} stars`}
              aria-invalid={!!errors}
            />
            <span aria-hidden="true">★</span>
          </label>
        ))}
      </div>
      <p id={id} className="field-error">
        {errors?.join(" ")}
      </p>
    </fieldset>
  );
}
