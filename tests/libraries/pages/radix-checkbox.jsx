import * as Checkbox from "@radix-ui/react-checkbox";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ id, title, on, turn }) => (
  <form>
    <div style={{ display: "flex", alignItems: "center", gap: 12, padding: 12 }}>
      <Checkbox.Root id={id} checked={on} onCheckedChange={turn} style={{ width: 25, height: 25, padding: 0 }}>
        <Checkbox.Indicator>✓</Checkbox.Indicator>
      </Checkbox.Root>
      <label htmlFor={id}>{title}</label>
    </div>
  </form>
);

show("radix-checkbox", AT_ONCE, Setting);
