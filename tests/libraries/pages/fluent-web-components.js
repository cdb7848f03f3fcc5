import { setTheme } from "@fluentui/web-components";
import { webLightTheme } from "@fluentui/tokens";
import "@fluentui/web-components/field.js";
import "@fluentui/web-components/switch.js";
import { show } from "../lib/elements.js";
import { LATE } from "../lib/settings.js";

setTheme(webLightTheme);

show("fluent-web-components", LATE, {
  html: ({ id, title, on }) => `
    <fluent-field label-position="after">
      <label slot="label" for="${id}">${title}</label>
      <fluent-switch slot="input" id="${id}" ${on ? "checked" : ""}></fluent-switch>
    </fluent-field><br>`,
});
