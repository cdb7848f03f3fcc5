import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <RadioGroup aria-labelledby={id} value={value} onValueChange={choose}>
    <div id={id}>{title}</div>
    {options.map((one) => (
      <label key={one} style={{ display: "flex", gap: 8 }}>
        <Radio.Root value={one} style={{ width: 20, height: 20, border: "1px solid" }}>
          <Radio.Indicator>•</Radio.Indicator>
        </Radio.Root>
        {one}
      </label>
    ))}
  </RadioGroup>
);

show("base-ui-radio", LATE, Choice);
