import "bootstrap/dist/css/bootstrap.css";
import Modal from "bootstrap/js/dist/modal";
import { TITLE, show } from "../lib/dialogs.js";

// The dialogs stand in the page from the start, shut, and fade.
show("bootstrap-dialog", {
  toggle: (id, on) => `
    <div class="form-check form-switch">
      <input class="form-check-input" type="checkbox" role="switch" id="${id}" ${on ? "checked" : ""}>
      <label class="form-check-label" for="${id}">${TITLE}</label>
    </div>`,
  button: (id, name) => `<button class="btn btn-secondary" id="${id}">${name}</button>`,
  box: (id, title, inside, buttons) => `
    <div class="modal fade" id="${id}" tabindex="-1" aria-labelledby="${id}-title" aria-hidden="true">
      <div class="modal-dialog"><div class="modal-content">
        <div class="modal-header"><h2 class="modal-title" id="${id}-title">${title}</h2></div>
        <div class="modal-body">${inside}</div><div class="modal-footer">${buttons}</div>
      </div></div>
    </div>`,
  open: (dialog) => Modal.getOrCreateInstance(dialog).show(),
  shut: (dialog) => Modal.getOrCreateInstance(dialog).hide(),
  state: (element) => element.checked,
  put: (element, on) => (element.checked = on),
});
