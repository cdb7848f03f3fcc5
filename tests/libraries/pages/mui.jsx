import FormControlLabel from "@mui/material/FormControlLabel";
import FormGroup from "@mui/material/FormGroup";
import Switch from "@mui/material/Switch";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <FormGroup>
    <FormControlLabel
      control={<Switch checked={on} onChange={(event) => turn(event.target.checked)} />}
      label={title}
    />
  </FormGroup>
);

show("mui", LATE, Setting);
