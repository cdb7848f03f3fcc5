import "bootstrap/dist/css/bootstrap.css";
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("bootstrap-buttons", AT_ONCE, {
  html: ({ id, title, options, value }) => `
    <h2>${title}</h2>
    <div class="btn-group" role="group" aria-label="${title}" id="${id}">
      ${options
        .map(
          (one) => `
      <input type="radio" class="btn-check" name="${id}" id="${id}/${one}" value="${one}" ${one === value ? "checked" : ""}>
      <label class="btn btn-outline-primary" for="${id}/${one}">${one}</label>`,
        )
        .join("")}
    </div>`,
});
