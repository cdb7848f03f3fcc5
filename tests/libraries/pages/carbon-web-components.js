import "@carbon/styles/css/styles.css";
import "@carbon/web-components/es/components/toggle/index.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("carbon-web-components", AT_ONCE, {
  html: ({ id, title, on }) =>
    `<p><cds-toggle id="${id}" label-text="${title}" label-a="On" label-b="Off" ${on ? "toggled" : ""}></cds-toggle></p>`,
  event: "cds-toggle-changed",
  state: (element) => element.toggled,
});
