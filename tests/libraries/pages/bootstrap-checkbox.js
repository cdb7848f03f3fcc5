import "bootstrap/dist/css/bootstrap.css";
import { show } from "../lib/elements.js";
import { LATE } from "../lib/settings.js";

show("bootstrap-checkbox", LATE, {
  html: ({ id, title, on }) => `
    <p>
      <input type="checkbox" class="btn-check" id="${id}" autocomplete="off" ${on ? "checked" : ""}>
      <label class="btn btn-outline-primary" for="${id}">${title}</label>
    </p>`,
});
