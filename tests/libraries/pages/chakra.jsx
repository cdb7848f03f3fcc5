import { ChakraProvider, Switch, defaultSystem } from "@chakra-ui/react";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <div>
    <Switch.Root checked={on} onCheckedChange={(event) => turn(event.checked)}>
      <Switch.HiddenInput />
      <Switch.Control>
        <Switch.Thumb />
      </Switch.Control>
      <Switch.Label>{title}</Switch.Label>
    </Switch.Root>
  </div>
);
const Provider = ({ children }) => <ChakraProvider value={defaultSystem}>{children}</ChakraProvider>;

show("chakra", AT_ONCE, Setting, Provider);
