import "@carbon/styles/css/styles.css";
import { RadioButton, RadioButtonGroup } from "@carbon/react";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <RadioButtonGroup legendText={title} name={id} valueSelected={value} onChange={choose}>
    {options.map((one) => (
      <RadioButton key={one} id={`${id}-${one}`} labelText={one} value={one} />
    ))}
  </RadioButtonGroup>
);

show("carbon-react-radio", AT_ONCE, Choice);
