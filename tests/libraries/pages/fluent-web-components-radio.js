import { setTheme } from "@fluentui/web-components";
import { webLightTheme } from "@fluentui/tokens";
import "@fluentui/web-components/field.js";
import "@fluentui/web-components/radio.js";
import "@fluentui/web-components/radio-group.js";

setTheme(webLightTheme);
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("fluent-web-components-radio", LATE, {
  html: ({ id, title, options, value }) => `
    <fluent-field label-position="above">
      <label slot="label" id="${id}-title">${title}</label>
      <fluent-radio-group slot="input" id="${id}" aria-labelledby="${id}-title" orientation="vertical" value="${value}">${options
        .map(
          (one, index) => `
        <fluent-field label-position="after">
          <label slot="label" for="${id}/${index}">${one}</label>
          <fluent-radio slot="input" id="${id}/${index}" name="${id}" value="${one}" ${one === value ? "checked" : ""}></fluent-radio>
        </fluent-field>`,
        )
        .join("")}
      </fluent-radio-group>
    </fluent-field><br>`,
});
