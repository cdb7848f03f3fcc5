import * as Menu from "@radix-ui/react-dropdown-menu";
import { show } from "../lib/menus.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ id, title, state, items, pick }) => (
  <div className="row">
    <label htmlFor={id}>{title}</label>
    <Menu.Root>
      <Menu.Trigger id={id} aria-label={`${title}: ${state}`}>
        {state}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Content style={{ background: "white", border: "1px solid" }}>
          {items.map((one) => (
            <Menu.Item key={one} onSelect={() => pick(one)}>
              {one}
            </Menu.Item>
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  </div>
);

show("radix-menu", LATE, Setting);
