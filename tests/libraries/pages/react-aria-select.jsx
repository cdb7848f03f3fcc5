import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from "react-aria-components";
import "./react-aria.css";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Select value={value} onChange={choose}>
    <Label>{title}</Label>
    <Button>
      <SelectValue />
      <span aria-hidden="true">▼</span>
    </Button>
    <Popover style={{ background: "white", border: "1px solid" }}>
      <ListBox>
        {options.map((one) => (
          <ListBoxItem key={one} id={one}>
            {one}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  </Select>
);

show("react-aria-select", LATE, Choice);
