import "bootstrap/dist/css/bootstrap.css";
import "bootstrap/js/dist/button.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("bootstrap-toggle", AT_ONCE, {
  html: ({ id, title, on }) => `
    <p>
      <button type="button" class="btn btn-primary ${on ? "active" : ""}" id="${id}" data-bs-toggle="button" aria-pressed="${on}">
        ${title}
      </button>
    </p>`,
  event: "click",
  state: (element) => element.classList.contains("active"),
});
