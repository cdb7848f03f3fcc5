import "primereact/resources/themes/lara-light-blue/theme.css";
import { ToggleButton } from "primereact/togglebutton";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <div className="row">
    <span>{title}</span>
    <ToggleButton onLabel="On" offLabel="Off" checked={on} onChange={(event) => turn(event.value)} />
  </div>
);

show("primereact-toggle", LATE, Setting);
