import { Field, FluentProvider, Switch, webLightTheme } from "@fluentui/react-components";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, note, on, turn }) => (
  <Field label={title} hint={note}>
    <Switch label={on ? "On" : "Off"} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
  </Field>
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

show("fluent-react-field", LATE, Setting, Provider);
