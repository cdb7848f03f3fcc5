import "@carbon/styles/css/styles.css";
import "@carbon/web-components/es/components/checkbox/index.js";
import { show } from "../lib/elements.js";
import { LATE } from "../lib/settings.js";

show("carbon-web-components-checkbox", LATE, {
  html: ({ id, title, note, on }) => `
    <cds-checkbox-group legend-text="Data">
      <cds-checkbox id="${id}" helper-text="${note}" ${on ? "checked" : ""}>${title}</cds-checkbox>
    </cds-checkbox-group>`,
  event: "cds-checkbox-changed",
});
