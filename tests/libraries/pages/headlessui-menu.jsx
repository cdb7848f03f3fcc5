import { Menu, MenuButton, MenuItem, MenuItems } from "@headlessui/react";
import { show } from "../lib/menus.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <div className="row">
    <span>{title}</span>
    <Menu>
      <MenuButton>{state}</MenuButton>
      <MenuItems anchor="bottom" style={{ background: "white", border: "1px solid" }}>
        {items.map((one) => (
          <MenuItem key={one}>
            <button style={{ display: "block" }} onClick={() => pick(one)}>
              {one}
            </button>
          </MenuItem>
        ))}
      </MenuItems>
    </Menu>
  </div>
);

show("headlessui-menu", LATE, Setting);
