import { Button, Dropdown } from "antd";
import { show } from "../lib/menus.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <div className="row">
    <span>{title}</span>
    <Dropdown trigger={["click"]} menu={{ items: items.map((one) => ({ key: one, label: one })), onClick: ({ key }) => pick(key) }}>
      <Button>{state}</Button>
    </Dropdown>
  </div>
);

show("antd-menu", AT_ONCE, Setting);
