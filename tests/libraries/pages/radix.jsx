import * as Switch from "@radix-ui/react-switch";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";
import "./radix.css";

const Setting = ({ id, title, on, turn }) => (
  <form>
    <div className="row">
      <label className="Label" htmlFor={id}>
        {title}
      </label>
      <Switch.Root className="SwitchRoot" id={id} checked={on} onCheckedChange={turn}>
        <Switch.Thumb className="SwitchThumb" />
      </Switch.Root>
    </div>
  </form>
);

show("radix", AT_ONCE, Setting);
