import { Button, FluentProvider, Switch, webLightTheme } from "@fluentui/react-components";
import { showSaving } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <Switch label={title} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

showSaving("fluent-react-save", { Toggle, Button, Provider });
