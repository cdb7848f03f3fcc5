import "@shoelace-style/shoelace/dist/themes/light.css";
import "@shoelace-style/shoelace/dist/components/button/button.js";
import "@shoelace-style/shoelace/dist/components/dropdown/dropdown.js";
import "@shoelace-style/shoelace/dist/components/menu/menu.js";
import "@shoelace-style/shoelace/dist/components/menu-item/menu-item.js";
import { ITEMS, show } from "../lib/menus.js";
import { LATE } from "../lib/settings.js";

show("shoelace-menu", LATE, {
  html: ({ id, title, state }) => `
    <div class="row" data-row="${id}"><span>${title}</span>
      <sl-dropdown>
        <sl-button slot="trigger" caret><span data-state-of="${id}">${state}</span></sl-button>
        <sl-menu>${ITEMS.map((one) => `<sl-menu-item value="${one}">${one}</sl-menu-item>`).join("")}</sl-menu>
      </sl-dropdown>
    </div>`,
  event: "sl-select",
  picked: ({ detail }) => detail.item.value,
});
