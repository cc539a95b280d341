/** The adapter on a server. */
import { describeRequests } from "../../mizan-react/test/harness/requests.js";
import { render } from "./pages/render.js";

describeRequests(render);
