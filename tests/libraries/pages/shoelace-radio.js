import "@shoelace-style/shoelace/dist/themes/light.css";
import "@shoelace-style/shoelace/dist/components/radio-group/radio-group.js";
import "@shoelace-style/shoelace/dist/components/radio/radio.js";
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("shoelace-radio", LATE, {
  html: ({ id, title, options, value }) =>
    `<p><sl-radio-group id="${id}" label="${title}" value="${value}">${options.map((one) => `<sl-radio value="${one}">${one}</sl-radio>`).join("")}</sl-radio-group></p>`,
  event: "sl-change",
});
