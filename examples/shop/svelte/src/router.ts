/**
 * Turns a change of address into a change of page without loading the document again: links stay
 * plain links, and the browser's Navigation API does the rest.
 */
import { tick } from "svelte";
import { SvelteURL } from "svelte/reactivity";

/** Where we are. */
export const address = new SvelteURL(location.href);

/** What Django answers with a document of its own. */
const isElsewhere = ({ pathname }: URL): boolean => /^\/(api|media|orders)\//.test(pathname);

window.navigation.addEventListener("navigate", (event) => {
  const { canIntercept, destination, downloadRequest, hashChange, navigationType } = event;
  const to = new URL(destination.url);
  if (!canIntercept || hashChange || downloadRequest !== null || navigationType === "reload") return;
  if (isElsewhere(to)) return;
  const isOtherPage = to.pathname !== address.pathname;
  event.intercept({
    focusReset: "manual",
    scroll: isOtherPage || navigationType === "traverse" ? "after-transition" : "manual",
    async handler() {
      address.href = to.href;
      await tick();
      if (isOtherPage) document.querySelector("h1")?.focus({ preventScroll: true });
    },
  });
});
