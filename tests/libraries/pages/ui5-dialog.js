import "@ui5/webcomponents/dist/Button.js";
import "@ui5/webcomponents/dist/Dialog.js";
import "@ui5/webcomponents/dist/Label.js";
import "@ui5/webcomponents/dist/Switch.js";
import { setDefaultFontLoading } from "@ui5/webcomponents-base/dist/config/Fonts.js";
import { TITLE, show } from "../lib/dialogs.js";

setDefaultFontLoading(false); // they would come from another host

const box = (role) => (id, title, inside, buttons) => `
  <ui5-dialog id="${id}" header-text="${title}" accessible-role="${role}">
    ${inside}<div slot="footer">${buttons}</div>
  </ui5-dialog>`;

show("ui5-dialog", {
  toggle: (id, on) => `
    <div class="row"><ui5-label for="${id}">${TITLE}</ui5-label><ui5-switch id="${id}" ${on ? "checked" : ""}></ui5-switch></div>`,
  button: (id, name) => `<ui5-button id="${id}">${name}</ui5-button>`,
  box: box("Dialog"),
  alert: box("AlertDialog"),
  open: (dialog) => (dialog.open = true),
  shut: (dialog) => (dialog.open = false),
  state: (element) => element.checked,
  put: (element, on) => (element.checked = on),
});
