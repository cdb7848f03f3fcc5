import "@ui5/webcomponents/dist/Label.js";
import "@ui5/webcomponents/dist/Switch.js";
import { setDefaultFontLoading } from "@ui5/webcomponents-base/dist/config/Fonts.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

setDefaultFontLoading(false); // they would come from another host

show("ui5", AT_ONCE, {
  html: ({ id, title, on }) => `
    <div class="row">
      <ui5-label for="${id}">${title}</ui5-label>
      <ui5-switch id="${id}" text-on="On" text-off="Off" ${on ? "checked" : ""}></ui5-switch>
    </div>`,
});
