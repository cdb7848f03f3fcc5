import "@awesome.me/webawesome/dist/styles/webawesome.css";
import "@awesome.me/webawesome/dist/components/button/button.js";
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import "@awesome.me/webawesome/dist/components/switch/switch.js";
import { TITLE, show } from "../lib/dialogs.js";

show("webawesome-dialog", {
  toggle: (id, on) => `<wa-switch id="${id}" ${on ? "checked" : ""}>${TITLE}</wa-switch>`,
  button: (id, name) => `<wa-button id="${id}">${name}</wa-button>`,
  box: (id, title, inside, buttons) =>
    `<wa-dialog id="${id}" label="${title}">${inside}<div slot="footer">${buttons}</div></wa-dialog>`,
  open: (dialog) => (dialog.open = true),
  shut: (dialog) => (dialog.open = false),
  state: (element) => element.checked,
  put: (element, on) => (element.checked = on),
});
