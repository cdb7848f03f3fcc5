import { Radio, RadioGroup } from "@headlessui/react";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <section>
    <h2 id={id}>{title}</h2>
    <RadioGroup value={value} onChange={choose} aria-labelledby={id}>
      {options.map((one) => (
        <Radio key={one} value={one} as="div" style={{ border: "1px solid", margin: 8, padding: 8 }}>
          <p>{one}</p>
          <span>What this means for you.</span>
        </Radio>
      ))}
    </RadioGroup>
  </section>
);

show("headlessui-card", AT_ONCE, Choice);
