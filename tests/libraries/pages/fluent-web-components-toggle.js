import { setTheme } from "@fluentui/web-components";
import { webLightTheme } from "@fluentui/tokens";
import "@fluentui/web-components/toggle-button.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

setTheme(webLightTheme);

show("fluent-web-components-toggle", AT_ONCE, {
  html: ({ id, title, on }) =>
    `<p><fluent-toggle-button id="${id}" ${on ? "pressed" : ""}>${title}</fluent-toggle-button></p>`,
  event: "click",
  state: (element) => element.pressed,
});
