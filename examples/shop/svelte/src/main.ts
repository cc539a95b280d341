/** Starts the shop. */
import { mount } from "svelte";
import "../../shop.css";
import App from "./App.svelte";

const target = document.querySelector("#app");
if (!target) throw new Error("The page has no #app");

mount(App, { target });
