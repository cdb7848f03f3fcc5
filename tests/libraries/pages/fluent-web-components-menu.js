import { setTheme } from "@fluentui/web-components";
import { webLightTheme } from "@fluentui/tokens";
import "@fluentui/web-components/menu.js";
import "@fluentui/web-components/menu-button.js";
import "@fluentui/web-components/menu-item.js";
import "@fluentui/web-components/menu-list.js";

setTheme(webLightTheme);
import { ITEMS, show } from "../lib/menus.js";
import { LATE } from "../lib/settings.js";

show("fluent-web-components-menu", LATE, {
  html: ({ id, title, state }) => `
    <div class="row" data-row="${id}"><span>${title}</span>
      <fluent-menu>
        <fluent-menu-button slot="trigger"><span data-state-of="${id}">${state}</span></fluent-menu-button>
        <fluent-menu-list>${ITEMS.map((one) => `<fluent-menu-item data-item="${one}">${one}</fluent-menu-item>`).join("")}</fluent-menu-list>
      </fluent-menu>
    </div>`,
  event: "change",
});
