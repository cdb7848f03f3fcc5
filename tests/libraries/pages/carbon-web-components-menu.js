import "@carbon/styles/css/styles.css";
import "@carbon/web-components/es/components/overflow-menu/index.js";
import { ITEMS, show } from "../lib/menus.js";
import { AT_ONCE } from "../lib/settings.js";

show("carbon-web-components-menu", AT_ONCE, {
  html: ({ id, title, state }) => `
    <div class="row" data-row="${id}"><span>${title}</span> <span data-state-of="${id}">${state}</span>
      <cds-overflow-menu>
        <span slot="tooltip-content">Options</span>
        <cds-overflow-menu-body>${ITEMS.map((one) => `<cds-overflow-menu-item data-item="${one}" data-row="${id}">${one}</cds-overflow-menu-item>`).join("")}</cds-overflow-menu-body>
      </cds-overflow-menu>
    </div>`,
});
