import { webLightTheme } from "@fluentui/tokens";
import { setTheme } from "@fluentui/web-components";
import "@fluentui/web-components/button.js";
import "@fluentui/web-components/dialog.js";
import "@fluentui/web-components/dialog-body.js";
import "@fluentui/web-components/field.js";
import "@fluentui/web-components/switch.js";
import { TITLE, show } from "../lib/dialogs.js";

setTheme(webLightTheme);

const box = (type) => (id, title, inside, buttons) => `
  <fluent-dialog id="${id}" type="${type}" aria-labelledby="${id}-title">
    <fluent-dialog-body><h2 slot="title" id="${id}-title">${title}</h2>${inside}<div slot="action">${buttons}</div></fluent-dialog-body>
  </fluent-dialog>`;

show("fluent-web-components-dialog", {
  toggle: (id, on) => `
    <fluent-field label-position="after">
      <label slot="label" for="${id}">${TITLE}</label>
      <fluent-switch slot="input" id="${id}" ${on ? "checked" : ""}></fluent-switch>
    </fluent-field>`,
  button: (id, name) => `<fluent-button id="${id}">${name}</fluent-button>`,
  box: box("modal"),
  alert: box("alert"),
  open: (dialog) => dialog.show(),
  shut: (dialog) => dialog.hide(),
  state: (element) => element.checked,
  put: (element, on) => (element.checked = on),
});
