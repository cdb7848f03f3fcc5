import "@shoelace-style/shoelace/dist/themes/light.css";
import "@shoelace-style/shoelace/dist/components/switch/switch.js";
import { show } from "../lib/elements.js";
import { LATE } from "../lib/settings.js";

show("shoelace", LATE, {
  html: ({ id, title, note, on }) =>
    `<p><sl-switch id="${id}" help-text="${note}" ${on ? "checked" : ""}>${title}</sl-switch></p>`,
  event: "sl-change",
});
