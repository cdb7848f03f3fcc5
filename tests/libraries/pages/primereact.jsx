import "primereact/resources/themes/lara-light-blue/theme.css";
import { InputSwitch } from "primereact/inputswitch";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <div className="row">
    <span>{title}</span>
    <InputSwitch checked={on} onChange={(event) => turn(event.value)} />
  </div>
);

show("primereact", AT_ONCE, Setting);
