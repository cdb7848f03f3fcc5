import "@ionic/core/css/core.css";
import { initialize } from "@ionic/core/components";
import { defineCustomElement as defineItem } from "@ionic/core/components/ion-item.js";
import { defineCustomElement as defineList } from "@ionic/core/components/ion-list.js";
import { defineCustomElement as defineRadio } from "@ionic/core/components/ion-radio.js";
import { defineCustomElement as defineGroup } from "@ionic/core/components/ion-radio-group.js";

initialize();
for (const define of [defineItem, defineList, defineRadio, defineGroup]) define();
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("ionic-radio", LATE, {
  html: ({ id, title, options, value }) =>
    `<h2>${title}</h2><ion-list><ion-radio-group id="${id}" value="${value}">${options.map((one) => `<ion-item><ion-radio value="${one}">${one}</ion-radio></ion-item>`).join("")}</ion-radio-group></ion-list>`,
  event: "ionChange",
});
