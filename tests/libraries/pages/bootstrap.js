import "bootstrap/dist/css/bootstrap.css";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("bootstrap", AT_ONCE, {
  html: ({ id, title, on }) => `
    <div class="form-check form-switch">
      <input class="form-check-input" type="checkbox" role="switch" id="${id}" ${on ? "checked" : ""}>
      <label class="form-check-label" for="${id}">${title}</label>
    </div>`,
});
