import "@carbon/styles/css/styles.css";
import { MenuButton, MenuItem } from "@carbon/react";
import { show } from "../lib/menus.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <section>
    <h2>{title}</h2>
    <p>What it is.</p>
    <MenuButton label={state}>
      {items.map((one) => (
        <MenuItem key={one} label={one} onClick={() => pick(one)} />
      ))}
    </MenuButton>
  </section>
);

show("carbon-react-menu", LATE, Setting);
