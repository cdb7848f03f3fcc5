import "@awesome.me/webawesome/dist/styles/webawesome.css";
import "@awesome.me/webawesome/dist/components/option/option.js";
import "@awesome.me/webawesome/dist/components/select/select.js";
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("webawesome-select", LATE, {
  html: ({ id, title, options, value }) =>
    `<p><wa-select id="${id}" label="${title}" value="${value}">${options.map((one) => `<wa-option value="${one}">${one}</wa-option>`).join("")}</wa-select></p>`,
});
