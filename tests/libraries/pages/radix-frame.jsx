import * as Switch from "@radix-ui/react-switch";
import { showFramed } from "../lib/dialogs.jsx";
import "./radix.css";

const Toggle = ({ id, title, on, turn }) => (
  <div className="row">
    <label htmlFor={id}>{title}</label>
    <Switch.Root className="SwitchRoot" id={id} checked={on} onCheckedChange={turn}>
      <Switch.Thumb className="SwitchThumb" />
    </Switch.Root>
  </div>
);

showFramed("radix-frame", { Toggle });
