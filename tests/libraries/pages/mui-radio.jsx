import FormControl from "@mui/material/FormControl";
import FormControlLabel from "@mui/material/FormControlLabel";
import FormLabel from "@mui/material/FormLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <FormControl>
    <FormLabel id={id}>{title}</FormLabel>
    <RadioGroup aria-labelledby={id} name={id} value={value} onChange={(event) => choose(event.target.value)}>
      {options.map((one) => (
        <FormControlLabel key={one} value={one} control={<Radio />} label={one} />
      ))}
    </RadioGroup>
  </FormControl>
);

show("mui-radio", LATE, Choice);
