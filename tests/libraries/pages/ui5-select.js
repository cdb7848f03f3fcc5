import "@ui5/webcomponents/dist/Label.js";
import "@ui5/webcomponents/dist/Option.js";
import "@ui5/webcomponents/dist/Select.js";
import { setDefaultFontLoading } from "@ui5/webcomponents-base/dist/config/Fonts.js";

setDefaultFontLoading(false); // they would come from another host
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("ui5-select", AT_ONCE, {
  html: ({ id, title, options, value }) => `
    <p><ui5-label for="${id}">${title}</ui5-label>
    <ui5-select id="${id}">${options.map((one) => `<ui5-option value="${one}" ${one === value ? "selected" : ""}>${one}</ui5-option>`).join("")}</ui5-select></p>`,
});
