import { Field } from "@base-ui/react/field";
import { Select } from "@base-ui/react/select";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Field.Root>
    <Field.Label nativeLabel={false} render={<div />}>
      {title}
    </Field.Label>
    <Select.Root value={value} onValueChange={choose}>
      <Select.Trigger>
        <Select.Value />
        <Select.Icon>▼</Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner>
          <Select.Popup style={{ background: "white", border: "1px solid" }}>
            {options.map((one) => (
              <Select.Item key={one} value={one}>
                <Select.ItemText>{one}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  </Field.Root>
);

show("base-ui-select", AT_ONCE, Choice);
