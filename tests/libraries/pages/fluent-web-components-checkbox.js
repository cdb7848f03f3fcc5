import { setTheme } from "@fluentui/web-components";
import { webLightTheme } from "@fluentui/tokens";
import "@fluentui/web-components/checkbox.js";
import "@fluentui/web-components/field.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

setTheme(webLightTheme);

show("fluent-web-components-checkbox", AT_ONCE, {
  html: ({ id, title, on }) => `
    <fluent-field label-position="after">
      <label slot="label" for="${id}">${title}</label>
      <fluent-checkbox slot="input" id="${id}" ${on ? "checked" : ""}></fluent-checkbox>
    </fluent-field><br>`,
});
