import "@material/web/radio/radio.js";
import { show } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

show("material-web-radio", AT_ONCE, {
  html: ({ id, title, options, value }) => `
    <div role="radiogroup" aria-labelledby="${id}-title" id="${id}">
      <h2 id="${id}-title">${title}</h2>
      ${options.map((one, index) => `<div><md-radio id="${id}/${index}" name="${id}" value="${one}" ${one === value ? "checked" : ""}></md-radio><label for="${id}/${index}">${one}</label></div>`).join("")}
    </div>`,
});
