import "@carbon/styles/css/styles.css";
import { Checkbox, CheckboxGroup } from "@carbon/react";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ id, title, on, turn }) => (
  <CheckboxGroup legendText="Data">
    <Checkbox id={id} labelText={title} checked={on} onChange={(_, { checked }) => turn(checked)} />
  </CheckboxGroup>
);

show("carbon-react-checkbox", AT_ONCE, Setting);
