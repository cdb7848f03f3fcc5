import "@shoelace-style/shoelace/dist/themes/light.css";
import "@shoelace-style/shoelace/dist/components/checkbox/checkbox.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("shoelace-checkbox", AT_ONCE, {
  html: ({ id, title, on }) => `<p><sl-checkbox id="${id}" ${on ? "checked" : ""}>${title}</sl-checkbox></p>`,
  event: "sl-change",
});
