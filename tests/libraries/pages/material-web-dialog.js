import "@material/web/button/text-button.js";
import "@material/web/dialog/dialog.js";
import "@material/web/switch/switch.js";
import { TITLE, show } from "../lib/dialogs.js";

const box = (type) => (id, title, inside, buttons) => `
  <md-dialog id="${id}" type="${type}">
    <div slot="headline">${title}</div><div slot="content">${inside}</div><div slot="actions">${buttons}</div>
  </md-dialog>`;

show("material-web-dialog", {
  toggle: (id, on) => `<label class="row">${TITLE}<md-switch id="${id}" ${on ? "selected" : ""}></md-switch></label>`,
  button: (id, name) => `<md-text-button id="${id}">${name}</md-text-button>`,
  box: box(""),
  alert: box("alert"),
  open: (dialog) => dialog.show(),
  shut: (dialog) => dialog.close(),
  state: (element) => element.selected,
  put: (element, on) => (element.selected = on),
});
