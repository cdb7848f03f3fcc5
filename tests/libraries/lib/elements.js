import { settings } from "./settings.js";

// html writes one setting's row; the element with the setting's id tells its state by a property, and each change by an event.
export const show = (page, delay, { html, event = "change", state = (element) => element.checked }) => {
  const rows = settings(page, delay);
  const saves = Object.fromEntries(rows.map(({ id, save }) => [id, save]));
  // On the document, so that the component has dealt with the event before its state is read.
  document.addEventListener(event, ({ target }) => saves[target.id]?.(state(target)));
  document.getElementById("root").innerHTML = `<main><h1>Privacy settings</h1>${rows.map(html).join("")}</main>`;
};
