import "bootstrap/dist/css/bootstrap.css";
import { show } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

show("bootstrap-radio", LATE, {
  html: ({ id, title, options, value }) => `
    <fieldset id="${id}">
      <legend>${title}</legend>
      ${options
        .map(
          (one) => `
      <div class="form-check">
        <input class="form-check-input" type="radio" name="${id}" id="${id}/${one}" value="${one}" ${one === value ? "checked" : ""}>
        <label class="form-check-label" for="${id}/${one}">${one}</label>
      </div>`,
        )
        .join("")}
    </fieldset>`,
});
