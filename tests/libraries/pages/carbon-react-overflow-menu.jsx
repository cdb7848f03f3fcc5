import "@carbon/styles/css/styles.css";
import { OverflowMenu, OverflowMenuItem } from "@carbon/react";
import { show } from "../lib/menus.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <div className="row">
    <span>{title}</span>
    <span>{state}</span>
    <OverflowMenu flipped>
      {items.map((one) => (
        <OverflowMenuItem key={one} itemText={one} onClick={() => pick(one)} />
      ))}
    </OverflowMenu>
  </div>
);

show("carbon-react-overflow-menu", AT_ONCE, Setting);
