import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import "./react-aria.css";
import { show } from "../lib/menus.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <div className="row">
    <div>
      <div>{title}</div>
      <small>{state}</small>
    </div>
    <MenuTrigger>
      <Button aria-label={`Change ${title}`}>⋯</Button>
      <Popover style={{ background: "white", border: "1px solid" }}>
        <Menu onAction={pick}>
          {items.map((one) => (
            <MenuItem key={one} id={one}>
              {one}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  </div>
);

show("react-aria-menu", AT_ONCE, Setting);
