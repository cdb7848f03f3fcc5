import "element-plus/dist/index.css";
import { ElButton, ElDropdown, ElDropdownItem, ElDropdownMenu } from "element-plus";
import { createApp, h, reactive } from "vue";
import { ITEMS, after, menus } from "../lib/menus.js";
import { LATE } from "../lib/settings.js";

const rows = menus("element-plus-menu", LATE);
const states = reactive(Object.fromEntries(rows.map(({ id, state }) => [id, state])));

const row = ({ id, title, save }) => {
  const pick = (item) => {
    states[id] = after(item);
    save(item);
  };
  const items = () => ITEMS.map((one) => h(ElDropdownItem, { key: one, command: one }, () => one));
  return h("div", { class: "row" }, [
    h("span", title),
    h(
      ElDropdown,
      { trigger: "click", onCommand: pick },
      { default: () => h(ElButton, () => states[id]), dropdown: () => h(ElDropdownMenu, items) },
    ),
  ]);
};

createApp(() => h("main", [h("h1", "Privacy settings"), ...rows.map(row)])).mount("#root");
