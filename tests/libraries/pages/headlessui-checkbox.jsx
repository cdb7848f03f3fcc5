import { Checkbox, Field, Label } from "@headlessui/react";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <Field className="row">
    <Checkbox
      checked={on}
      onChange={turn}
      style={{ width: 20, height: 20, border: "1px solid", textAlign: "center" }}
    >
      {on ? "✓" : ""}
    </Checkbox>
    <Label style={{ flex: 1 }}>{title}</Label>
  </Field>
);

show("headlessui-checkbox", AT_ONCE, Setting);
