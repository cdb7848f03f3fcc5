import * as Select from "@radix-ui/react-select";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <form>
    <label htmlFor={id}>{title}</label>
    <Select.Root value={value} onValueChange={choose}>
      <Select.Trigger id={id}>
        <Select.Value />
        <Select.Icon />
      </Select.Trigger>
      <Select.Portal>
        <Select.Content style={{ background: "white", border: "1px solid" }}>
          <Select.Viewport>
            {options.map((one) => (
              <Select.Item key={one} value={one}>
                <Select.ItemText>{one}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  </form>
);

show("radix-select", LATE, Choice);
