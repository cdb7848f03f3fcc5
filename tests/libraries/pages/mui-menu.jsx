import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { show } from "../lib/menus.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ id, title, state, items, pick }) => {
  const [anchor, set] = useState(null);
  return (
    <div className="row">
      <span>{title}</span>
      <Button id={id} aria-haspopup="menu" aria-expanded={Boolean(anchor)} onClick={(event) => set(event.currentTarget)}>
        {state}
      </Button>
      <Menu anchorEl={anchor} open={Boolean(anchor)} onClose={() => set(null)}>
        {items.map((one) => (
          <MenuItem
            key={one}
            onClick={() => {
              set(null);
              pick(one);
            }}
          >
            {one}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
};

show("mui-menu", LATE, Setting);
