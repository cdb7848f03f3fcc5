import "@material/web/button/outlined-button.js";
import "@material/web/menu/menu.js";
import "@material/web/menu/menu-item.js";
import { ITEMS, show } from "../lib/menus.js";
import { LATE } from "../lib/settings.js";

show("material-web-menu", LATE, {
  html: ({ id, title, state }) => `
    <div class="row" data-row="${id}"><span>${title}</span>
      <span style="position: relative">
        <md-outlined-button id="${id}" data-opens><span data-state-of="${id}">${state}</span></md-outlined-button>
        <md-menu anchor="${id}">${ITEMS.map((one) => `<md-menu-item data-item="${one}"><div slot="headline">${one}</div></md-menu-item>`).join("")}</md-menu>
      </span>
    </div>`,
  event: "close-menu",
  picked: ({ detail }) => detail.reason.kind === "click-selection" && detail.initiator.dataset.item,
});
for (const button of document.querySelectorAll("[data-opens]")) {
  button.addEventListener("click", () => (button.nextElementSibling.open = !button.nextElementSibling.open));
}
