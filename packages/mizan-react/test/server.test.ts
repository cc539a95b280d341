/** The adapter on a server. */
import { describeRequests } from "./harness/requests.js";
import { render } from "./pages/render.jsx";

describeRequests(render);
