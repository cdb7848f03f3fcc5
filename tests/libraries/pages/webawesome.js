import "@awesome.me/webawesome/dist/styles/webawesome.css";
import "@awesome.me/webawesome/dist/components/switch/switch.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("webawesome", AT_ONCE, {
  html: ({ id, title, note, on }) =>
    `<p><wa-switch id="${id}" hint="${note}" ${on ? "checked" : ""}>${title}</wa-switch></p>`,
});
