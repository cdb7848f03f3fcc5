import { Switch } from "@base-ui/react/switch";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";
import "./base-ui.css";

const Setting = ({ title, on, turn }) => (
  <label className="row">
    {title}
    <Switch.Root className="Switch" checked={on} onCheckedChange={turn}>
      <Switch.Thumb className="Thumb" />
    </Switch.Root>
  </label>
);

show("base-ui", LATE, Setting);
