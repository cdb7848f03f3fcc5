// The three settings of every page with menus, kept in localStorage under "<page>:<n>"; each is on until its menu turns it
// off. "Turn off and delete" leaves "deleted" there, which no setting should ever come to.
const titles = ["Personalised ads", "Share data with partners", "Use my posts to train AI"];
const leads = { "Turn on": "on", "Turn off and delete": "deleted", "Turn off": "off" };

export const ITEMS = Object.keys(leads);

export const menus = (page, delay) =>
  titles.map((title, index) => {
    const key = `${page}:${index + 1}`;
    const write = (to) => localStorage.setItem(key, to);
    return {
      id: `menu-${index + 1}`,
      title,
      state: (localStorage.getItem(key) ?? "on") === "on" ? "On" : "Off",
      save: (item) => (delay ? void setTimeout(write, delay, leads[item]) : write(leads[item])),
    };
  });

export const after = (item) => (item === "Turn on" ? "On" : "Off");

// html writes one setting; a click on an item with the attribute data-item, or the event, whose item `picked` tells, turns it.
export const show = (page, delay, { html, event = "click", picked }) => {
  const rows = menus(page, delay);
  document.getElementById("root").innerHTML = `<main><h1>Privacy settings</h1>${rows.map(html).join("")}</main>`;
  document.addEventListener(event, (happened) => {
    const item = picked ? picked(happened) : happened.target.closest?.("[data-item]")?.dataset.item;
    const row = happened.target.closest?.("[data-row]")?.dataset.row;
    if (!item || !row) return;
    rows.find(({ id }) => id === row).save(item);
    for (const state of document.querySelectorAll(`[data-state-of=${row}]`)) state.textContent = after(item);
  });
  return rows;
};
