import {
  FluentProvider,
  Menu,
  MenuButton,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  webLightTheme,
} from "@fluentui/react-components";
import { show } from "../lib/menus.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ id, title, state, items, pick }) => (
  <div className="row">
    <span id={`${id}-title`}>{title}</span>
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <MenuButton id={id} aria-labelledby={`${id}-title ${id}`}>
          {state}
        </MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {items.map((one) => (
            <MenuItem key={one} onClick={() => pick(one)}>
              {one}
            </MenuItem>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  </div>
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

show("fluent-react-menu", AT_ONCE, Setting, Provider);
