import { Button as Pressable, SwitchButton, SwitchField } from "react-aria-components";
import { showSaving } from "../lib/dialogs.jsx";
import "./react-aria.css";

const Toggle = ({ title, on, turn }) => (
  <SwitchField isSelected={on} onChange={turn}>
    <SwitchButton>
      <div className="track">
        <div className="handle" />
      </div>
      {title}
    </SwitchButton>
  </SwitchField>
);
const Button = ({ onClick, children }) => <Pressable onPress={onClick}>{children}</Pressable>;

showSaving("react-aria-save", { Toggle, Button });
