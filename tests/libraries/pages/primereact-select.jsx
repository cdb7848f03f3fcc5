import "primereact/resources/themes/lara-light-blue/theme.css";
import { Dropdown } from "primereact/dropdown";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <div>
    <label htmlFor={id}>{title}</label>
    <Dropdown inputId={id} value={value} options={options} onChange={(event) => choose(event.value)} />
  </div>
);

show("primereact-select", AT_ONCE, Choice);
