import "@spectrum-web-components/theme/sp-theme.js";
import "@spectrum-web-components/theme/src/themes.js";
import "@spectrum-web-components/switch/sp-switch.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("spectrum", AT_ONCE, {
  html: ({ id, title, on }) => `
    <sp-theme system="spectrum" color="light" scale="medium">
      <sp-switch id="${id}" ${on ? "checked" : ""}>${title}</sp-switch>
    </sp-theme>`,
});
