import "@ionic/core/css/core.css";
import { initialize } from "@ionic/core/components";
import { defineCustomElement as defineItem } from "@ionic/core/components/ion-item.js";
import { defineCustomElement as defineToggle } from "@ionic/core/components/ion-toggle.js";
import { show } from "../lib/elements.js";
import { LATE } from "../lib/settings.js";

initialize();
defineItem();
defineToggle();

show("ionic", LATE, {
  html: ({ id, title, on }) =>
    `<ion-item><ion-toggle id="${id}" ${on ? 'checked="true"' : ""}>${title}</ion-toggle></ion-item>`,
  event: "ionChange",
});
