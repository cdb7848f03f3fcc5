import { Label, Radio, RadioGroup } from "react-aria-components";
import "./react-aria.css";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <RadioGroup value={value} onChange={choose}>
    <Label>{title}</Label>
    {options.map((one) => (
      <Radio key={one} value={one} style={{ display: "block" }}>
        {one}
      </Radio>
    ))}
  </RadioGroup>
);

show("react-aria-radio", AT_ONCE, Choice);
