import { Menu } from "@base-ui/react/menu";
import { show } from "../lib/menus.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <section>
    <h3>{title}</h3>
    <Menu.Root>
      <Menu.Trigger>{state}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner>
          <Menu.Popup style={{ background: "white", border: "1px solid" }}>
            {items.map((one) => (
              <Menu.Item key={one} onClick={() => pick(one)}>
                {one}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  </section>
);

show("base-ui-menu", AT_ONCE, Setting);
