import { Dropdown, Field, FluentProvider, Option, webLightTheme } from "@fluentui/react-components";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Field label={title}>
    <Dropdown value={value} selectedOptions={[value]} onOptionSelect={(_, now) => choose(now.optionValue)}>
      {options.map((one) => (
        <Option key={one}>{one}</Option>
      ))}
    </Dropdown>
  </Field>
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

show("fluent-react-select", LATE, Choice, Provider);
