import "@ui5/webcomponents/dist/Button.js";
import "@ui5/webcomponents/dist/Menu.js";
import "@ui5/webcomponents/dist/MenuItem.js";
import { setDefaultFontLoading } from "@ui5/webcomponents-base/dist/config/Fonts.js";

setDefaultFontLoading(false); // they would come from another host
import { ITEMS, show } from "../lib/menus.js";
import { AT_ONCE } from "../lib/settings.js";

show("ui5-menu", AT_ONCE, {
  html: ({ id, title, state }) => `
    <div class="row" data-row="${id}"><span>${title}</span>
      <ui5-button id="${id}" accessibility-attributes='{"hasPopup":"menu"}' data-state-of="${id}">${state}</ui5-button>
      <ui5-menu opener="${id}">${ITEMS.map((one) => `<ui5-menu-item text="${one}"></ui5-menu-item>`).join("")}</ui5-menu>
    </div>`,
  event: "picked",
  picked: ({ detail }) => detail,
});
for (const button of document.querySelectorAll("ui5-button")) {
  const menu = button.nextElementSibling;
  menu.addEventListener("item-click", ({ detail }) => button.dispatchEvent(new CustomEvent("picked", { detail: detail.text, bubbles: true })));
  button.addEventListener("click", () => (menu.open = !menu.open));
}
