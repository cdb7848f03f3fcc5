import "bootstrap/dist/css/bootstrap.css";
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("bootstrap-select", AT_ONCE, {
  html: ({ id, title, options, value }) => `
    <label class="form-label" for="${id}">${title}</label>
    <select class="form-select" id="${id}">${options.map((one) => `<option ${one === value ? "selected" : ""}>${one}</option>`).join("")}</select>`,
});
