import ToggleButton from "@mui/material/ToggleButton";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <p>
    <ToggleButton value="check" selected={on} onChange={() => turn(!on)}>
      {title}
    </ToggleButton>
  </p>
);

show("mui-toggle", AT_ONCE, Setting);
