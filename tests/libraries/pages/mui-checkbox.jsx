import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormGroup from "@mui/material/FormGroup";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <FormGroup>
    <FormControlLabel
      control={<Checkbox checked={on} onChange={(event) => turn(event.target.checked)} />}
      label={title}
    />
  </FormGroup>
);

show("mui-checkbox", AT_ONCE, Setting);
