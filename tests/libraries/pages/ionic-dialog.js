import "@ionic/core/css/core.css";
import { initialize } from "@ionic/core/components";
import { defineCustomElement as defineAlert } from "@ionic/core/components/ion-alert.js";
import { defineCustomElement as defineButton } from "@ionic/core/components/ion-button.js";
import { defineCustomElement as defineModal } from "@ionic/core/components/ion-modal.js";
import { defineCustomElement as defineToggle } from "@ionic/core/components/ion-toggle.js";
import { ANSWERS, TEXT, TITLE, answer, show } from "../lib/dialogs.js";

initialize();
[defineAlert, defineButton, defineModal, defineToggle].forEach((define) => define());

const page = "ionic-dialog";
await show(page, {
  toggle: (id, on) => `<ion-toggle id="${id}" ${on ? 'checked="true"' : ""}>${TITLE}</ion-toggle>`,
  button: (id, name) => `<ion-button id="${id}">${name}</ion-button>`,
  box: (id, title, inside) => `<ion-modal id="${id}"><div class="ion-padding"><h2>${title}</h2>${inside}</div></ion-modal>`,
  // its own component draws its buttons
  alert: (id, title) => `<ion-alert id="${id}" header="${title}" message="${TEXT}"></ion-alert>`,
  open: (dialog) => dialog.present(),
  shut: (dialog) => dialog.dismiss(),
  event: "ionChange",
  state: (element) => element.checked,
});
document.getElementById("second").buttons = ANSWERS.map((name) => ({
  text: name,
  handler: () => answer(page, name, () => {}, () => name === "Turn off" || (document.getElementById("setting").checked = true)),
}));
