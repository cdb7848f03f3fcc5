import "@ui5/webcomponents/dist/Label.js";
import "@ui5/webcomponents/dist/RadioButton.js";
import { setDefaultFontLoading } from "@ui5/webcomponents-base/dist/config/Fonts.js";

setDefaultFontLoading(false); // they would come from another host
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("ui5-radio", LATE, {
  html: ({ id, title, options, value }) => `
    <div role="radiogroup" aria-labelledby="${id}-title" id="${id}">
      <ui5-label id="${id}-title">${title}</ui5-label><br>
      ${options.map((one) => `<ui5-radio-button name="${id}" text="${one}" value="${one}" ${one === value ? "checked" : ""}></ui5-radio-button>`).join("<br>")}
    </div>`,
  value: (_, { target }) => target.text,
});
