/** The pages with Svelte's option `experimental.async`, and those that need it. */
import type { Component } from "svelte";
import { pages } from "./pages.js";
import { start } from "./start.js";

start({ ...pages, ...import.meta.glob<Component>("./async/*.svelte", { eager: true, import: "default" }) });
