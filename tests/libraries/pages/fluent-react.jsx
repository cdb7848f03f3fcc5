import { FluentProvider, Switch, webLightTheme } from "@fluentui/react-components";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <div>
    <Switch label={title} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
  </div>
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

show("fluent-react", AT_ONCE, Setting, Provider);
