import { Checkbox } from "antd";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <p>
    <Checkbox checked={on} onChange={(event) => turn(event.target.checked)}>
      {title}
    </Checkbox>
  </p>
);

show("antd-checkbox", AT_ONCE, Setting);
