import { ChakraProvider, Checkbox, defaultSystem } from "@chakra-ui/react";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <div>
    <Checkbox.Root checked={on} onCheckedChange={(event) => turn(event.checked)}>
      <Checkbox.HiddenInput />
      <Checkbox.Control />
      <Checkbox.Label>{title}</Checkbox.Label>
    </Checkbox.Root>
  </div>
);
const Provider = ({ children }) => <ChakraProvider value={defaultSystem}>{children}</ChakraProvider>;

show("chakra-checkbox", LATE, Setting, Provider);
