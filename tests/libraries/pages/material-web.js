import "@material/web/switch/switch.js";
import { show } from "../lib/elements.js";
import { LATE } from "../lib/settings.js";

show("material-web", LATE, {
  html: ({ id, title, on }) =>
    `<label class="row">${title}<md-switch id="${id}" ${on ? "selected" : ""}></md-switch></label>`,
  state: (element) => element.selected,
});
