import "@carbon/styles/css/styles.css";
import { Toggle } from "@carbon/react";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ id, title, on, turn }) => (
  <p>
    <Toggle id={id} labelText={title} labelA="Off" labelB="On" toggled={on} onToggle={turn} />
  </p>
);

show("carbon-react", LATE, Setting);
