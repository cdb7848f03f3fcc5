import Button from "@mui/material/Button";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import { showSaving } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <FormControlLabel control={<Switch checked={on} onChange={(event) => turn(event.target.checked)} />} label={title} />
);

showSaving("mui-save", { Toggle, Button });
