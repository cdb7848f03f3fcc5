import "@shoelace-style/shoelace/dist/themes/light.css";
import "@shoelace-style/shoelace/dist/components/button/button.js";
import "@shoelace-style/shoelace/dist/components/dialog/dialog.js";
import "@shoelace-style/shoelace/dist/components/switch/switch.js";
import { TITLE, show } from "../lib/dialogs.js";

show("shoelace-dialog", {
  toggle: (id, on) => `<sl-switch id="${id}" ${on ? "checked" : ""}>${TITLE}</sl-switch>`,
  button: (id, name) => `<sl-button id="${id}">${name}</sl-button>`,
  box: (id, title, inside, buttons) =>
    `<sl-dialog id="${id}" label="${title}">${inside}<div slot="footer">${buttons}</div></sl-dialog>`,
  open: (dialog) => dialog.show(),
  shut: (dialog) => dialog.hide(),
  event: "sl-change",
  state: (element) => element.checked,
  put: (element, on) => (element.checked = on),
});
