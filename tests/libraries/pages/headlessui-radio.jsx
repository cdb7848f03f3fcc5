import { Description, Field, Fieldset, Label, Legend, Radio, RadioGroup } from "@headlessui/react";
import "./headlessui.css";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Fieldset>
    <Legend>{title}</Legend>
    <RadioGroup value={value} onChange={choose} aria-label={title}>
      {options.map((one) => (
        <Field key={one} className="row">
          <Radio value={one} className="radio" style={{ width: 20, height: 20, border: "1px solid" }} />
          <Label>{one}</Label>
          <Description>What this means for you.</Description>
        </Field>
      ))}
    </RadioGroup>
  </Fieldset>
);

show("headlessui-radio", LATE, Choice);
