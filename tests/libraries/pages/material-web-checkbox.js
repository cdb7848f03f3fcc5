import "@material/web/checkbox/checkbox.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("material-web-checkbox", AT_ONCE, {
  html: ({ id, title, on }) =>
    `<div><md-checkbox id="${id}" touch-target="wrapper" ${on ? "checked" : ""}></md-checkbox>
     <label for="${id}">${title}</label></div>`,
});
