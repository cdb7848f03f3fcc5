import "@carbon/styles/css/styles.css";
import "@carbon/web-components/es/components/dropdown/index.js";
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("carbon-web-components-select", LATE, {
  html: ({ id, title, options, value }) =>
    `<p><cds-dropdown id="${id}" title-text="${title}" value="${value}">${options.map((one) => `<cds-dropdown-item value="${one}">${one}</cds-dropdown-item>`).join("")}</cds-dropdown></p>`,
  event: "cds-dropdown-selected",
});
