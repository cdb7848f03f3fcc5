import * as Toggle from "@radix-ui/react-toggle";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";
import "./radix.css";

const Setting = ({ title, on, turn }) => (
  <div className="row">
    <span>{title}</span>
    <Toggle.Root className="Toggle" aria-label={title} pressed={on} onPressedChange={turn}>
      ✓
    </Toggle.Root>
  </div>
);

show("radix-toggle", LATE, Setting);
