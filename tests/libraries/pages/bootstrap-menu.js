import "bootstrap/dist/css/bootstrap.css";
import "bootstrap/js/dist/dropdown";
import { ITEMS, show } from "../lib/menus.js";
import { AT_ONCE } from "../lib/settings.js";

show("bootstrap-menu", AT_ONCE, {
  html: ({ id, title, state }) => `
    <div class="row" data-row="${id}"><span>${title}</span>
      <div class="dropdown" style="width: auto">
        <button class="btn btn-secondary dropdown-toggle" data-bs-toggle="dropdown" aria-expanded="false" data-state-of="${id}">${state}</button>
        <ul class="dropdown-menu">${ITEMS.map((one) => `<li><button class="dropdown-item" data-item="${one}">${one}</button></li>`).join("")}</ul>
      </div>
    </div>`,
});
