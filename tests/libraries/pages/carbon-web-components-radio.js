import "@carbon/styles/css/styles.css";
import "@carbon/web-components/es/components/radio-button/index.js";
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("carbon-web-components-radio", AT_ONCE, {
  html: ({ id, title, options, value }) =>
    `<p><cds-radio-button-group id="${id}" legend-text="${title}" name="${id}" value="${value}" orientation="vertical">${options.map((one) => `<cds-radio-button label-text="${one}" value="${one}" ${one === value ? "checked" : ""}></cds-radio-button>`).join("")}</cds-radio-button-group></p>`,
  event: "cds-radio-button-group-changed",
});
