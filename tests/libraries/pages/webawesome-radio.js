import "@awesome.me/webawesome/dist/styles/webawesome.css";
import "@awesome.me/webawesome/dist/components/radio-group/radio-group.js";
import "@awesome.me/webawesome/dist/components/radio/radio.js";
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("webawesome-radio", AT_ONCE, {
  html: ({ id, title, options, value }) =>
    `<p><wa-radio-group id="${id}" label="${title}" value="${value}">${options.map((one) => `<wa-radio value="${one}">${one}</wa-radio>`).join("")}</wa-radio-group></p>`,
});
