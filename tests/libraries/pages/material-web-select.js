import "@material/web/select/outlined-select.js";
import "@material/web/select/select-option.js";
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("material-web-select", LATE, {
  html: ({ id, title, options, value }) =>
    `<div><md-outlined-select id="${id}" label="${title}">${options.map((one) => `<md-select-option value="${one}" ${one === value ? "selected" : ""}><div slot="headline">${one}</div></md-select-option>`).join("")}</md-outlined-select></div>`,
});
