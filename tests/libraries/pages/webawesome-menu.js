import "@awesome.me/webawesome/dist/styles/webawesome.css";
import "@awesome.me/webawesome/dist/components/button/button.js";
import "@awesome.me/webawesome/dist/components/dropdown/dropdown.js";
import "@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js";
import { ITEMS, show } from "../lib/menus.js";
import { AT_ONCE } from "../lib/settings.js";

show("webawesome-menu", AT_ONCE, {
  html: ({ id, title, state }) => `
    <section data-row="${id}"><h2>${title}</h2>
      <wa-dropdown>
        <wa-button slot="trigger" with-caret><span data-state-of="${id}">${state}</span></wa-button>
        ${ITEMS.map((one) => `<wa-dropdown-item value="${one}">${one}</wa-dropdown-item>`).join("")}
      </wa-dropdown>
    </section>`,
  event: "wa-select",
  picked: ({ detail }) => detail.item.value,
});
