import "@shoelace-style/shoelace/dist/themes/light.css";
import "@shoelace-style/shoelace/dist/components/option/option.js";
import "@shoelace-style/shoelace/dist/components/select/select.js";
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("shoelace-select", AT_ONCE, {
  html: ({ id, title, options, value }) =>
    `<p><sl-select id="${id}" label="${title}" value="${value.replaceAll(" ", "_")}">${options.map((one) => `<sl-option value="${one.replaceAll(" ", "_")}">${one}</sl-option>`).join("")}</sl-select></p>`,
  event: "sl-change",
  value: (element) => element.value.replaceAll("_", " "),
});
