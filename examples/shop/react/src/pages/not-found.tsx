/** For addresses that lead nowhere. */
import { Link } from "react-router";
import { Page } from "../ui/page";

export function NotFoundPage() {
  return (
    <Page title="Not found">
      <div className="empty">
        <p>There is nothing at this address.</p>
        <Link to="/">Back to the catalogue</Link>
      </div>
    </Page>
  );
}
