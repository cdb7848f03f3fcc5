import { Field, FluentProvider, Radio, RadioGroup, webLightTheme } from "@fluentui/react-components";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Field label={title}>
    <RadioGroup value={value} onChange={(_, now) => choose(now.value)}>
      {options.map((one) => (
        <Radio key={one} value={one} label={one} />
      ))}
    </RadioGroup>
  </Field>
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

show("fluent-react-radio", AT_ONCE, Choice, Provider);
