import { SwitchButton, SwitchField, Text } from "react-aria-components";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";
import "./react-aria.css";

const Setting = ({ title, note, on, turn }) => (
  <SwitchField isSelected={on} onChange={turn}>
    <SwitchButton>
      <div className="track">
        <div className="handle" />
      </div>
      {title}
    </SwitchButton>
    <Text slot="description">{note}</Text>
  </SwitchField>
);

show("react-aria", LATE, Setting);
