import * as RadioGroup from "@radix-ui/react-radio-group";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <form>
    <h2 id={id}>{title}</h2>
    <RadioGroup.Root value={value} onValueChange={choose} aria-labelledby={id}>
      {options.map((one) => (
        <div key={one}>
          <RadioGroup.Item value={one} id={`${id}-${one}`} style={{ width: 20, height: 20 }}>
            <RadioGroup.Indicator>•</RadioGroup.Indicator>
          </RadioGroup.Item>
          <label htmlFor={`${id}-${one}`}>{one}</label>
        </div>
      ))}
    </RadioGroup.Root>
  </form>
);

show("radix-radio", AT_ONCE, Choice);
