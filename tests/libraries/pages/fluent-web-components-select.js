import { setTheme } from "@fluentui/web-components";
import { webLightTheme } from "@fluentui/tokens";
import "@fluentui/web-components/dropdown.js";
import "@fluentui/web-components/field.js";
import "@fluentui/web-components/listbox.js";
import "@fluentui/web-components/option.js";

setTheme(webLightTheme);
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("fluent-web-components-select", AT_ONCE, {
  html: ({ id, title, options, value }) => `
    <fluent-field label-position="above">
      <label slot="label" for="${id}">${title}</label>
      <fluent-dropdown slot="input" id="${id}"><fluent-listbox>${options.map((one) => `<fluent-option value="${one}" ${one === value ? "selected" : ""}>${one}</fluent-option>`).join("")}</fluent-listbox></fluent-dropdown>
    </fluent-field><br>`,
});
