import "@material/web/switch/switch.js";
import { show } from "../lib/elements.js";
import { AT_ONCE } from "../lib/settings.js";

show("material-web-row", AT_ONCE, {
  html: ({ id, title, note, on }) => `
    <div class="row">
      <div><div>${title}</div><small>${note}</small></div>
      <md-switch id="${id}" icons ${on ? "selected" : ""}></md-switch>
    </div>`,
  state: (element) => element.selected,
});
