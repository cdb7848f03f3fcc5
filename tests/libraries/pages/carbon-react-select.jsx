import "@carbon/styles/css/styles.css";
import { Dropdown } from "@carbon/react";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <Dropdown
    id={id}
    titleText={title}
    label="Choose"
    items={options}
    selectedItem={value}
    onChange={({ selectedItem }) => choose(selectedItem)}
  />
);

show("carbon-react-select", LATE, Choice);
