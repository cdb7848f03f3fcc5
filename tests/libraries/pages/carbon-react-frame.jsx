import "@carbon/styles/css/styles.css";
import { Toggle as CarbonToggle } from "@carbon/react";
import { showFramed } from "../lib/dialogs.jsx";

const Toggle = ({ id, title, on, turn }) => (
  <CarbonToggle id={id} labelText={title} labelA="Off" labelB="On" toggled={on} onToggle={turn} />
);

showFramed("carbon-react-frame", { Toggle });
