import "primereact/resources/themes/lara-light-blue/theme.css";
import { Button } from "primereact/button";
import { Menu } from "primereact/menu";
import { useRef } from "react";
import { show } from "../lib/menus.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ id, title, state, items, pick }) => {
  const menu = useRef(null);
  return (
    <div className="row">
      <span>{title}</span>
      <Button aria-haspopup aria-controls={id} label={state} onClick={(event) => menu.current.toggle(event)} />
      <Menu popup id={id} ref={menu} model={items.map((label) => ({ label, command: () => pick(label) }))} />
    </div>
  );
};

show("primereact-menu", LATE, Setting);
