/** The pages as Svelte compiles them today. */
import { pages } from "./pages.js";
import { start } from "./start.js";

start(pages);
