/** What both forms ask for. */
import { text } from "../../lib/form-data";

export const credentials = (data: FormData) => ({
  username: text(data, "username"),
  password: text(data, "password"),
});
