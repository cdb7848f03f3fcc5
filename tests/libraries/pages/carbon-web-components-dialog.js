import "@carbon/styles/css/styles.css";
import "@carbon/web-components/es/components/button/index.js";
import "@carbon/web-components/es/components/modal/index.js";
import "@carbon/web-components/es/components/toggle/index.js";
import { TITLE, show } from "../lib/dialogs.js";

show("carbon-web-components-dialog", {
  toggle: (id, on) =>
    `<cds-toggle id="${id}" label-text="${TITLE}" label-a="On" label-b="Off" ${on ? "toggled" : ""}></cds-toggle>`,
  button: (id, name) =>
    id.startsWith("answer")
      ? `<cds-modal-footer-button id="${id}">${name}</cds-modal-footer-button>`
      : `<cds-button id="${id}">${name}</cds-button>`,
  box: (id, title, inside, buttons) => `
    <cds-modal id="${id}" prevent-close-on-click-outside>
      <cds-modal-header><cds-modal-heading>${title}</cds-modal-heading></cds-modal-header>
      <cds-modal-body>${inside}</cds-modal-body>
      ${buttons && `<cds-modal-footer has-three-buttons>${buttons}</cds-modal-footer>`}
    </cds-modal>`,
  open: (dialog) => (dialog.open = true),
  shut: (dialog) => (dialog.open = false),
  event: "cds-toggle-changed",
  state: (element) => element.toggled,
  put: (element, on) => (element.toggled = on),
});
