import { ToggleButton } from "react-aria-components";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";
import "./react-aria.css";

const Setting = ({ title, on, turn }) => (
  <p>
    <ToggleButton isSelected={on} onChange={turn}>
      {title}
    </ToggleButton>
  </p>
);

show("react-aria-toggle", AT_ONCE, Setting);
