import FormControl from "@mui/material/FormControl";
import InputLabel from "@mui/material/InputLabel";
import MenuItem from "@mui/material/MenuItem";
import Select from "@mui/material/Select";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <p>
    <FormControl>
      <InputLabel id={id}>{title}</InputLabel>
      <Select labelId={id} value={value} label={title} onChange={(event) => choose(event.target.value)}>
        {options.map((one) => (
          <MenuItem key={one} value={one}>
            {one}
          </MenuItem>
        ))}
      </Select>
    </FormControl>
  </p>
);

show("mui-select", LATE, Choice);
