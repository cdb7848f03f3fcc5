import { Button, ChakraProvider, Menu, Portal, defaultSystem } from "@chakra-ui/react";
import { show } from "../lib/menus.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <section>
    <h2>{title}</h2>
    <Menu.Root onSelect={({ value }) => pick(value)}>
      <Menu.Trigger asChild>
        <Button>{state}</Button>
      </Menu.Trigger>
      <Portal>
        <Menu.Positioner>
          <Menu.Content>
            {items.map((one) => (
              <Menu.Item key={one} value={one}>
                {one}
              </Menu.Item>
            ))}
          </Menu.Content>
        </Menu.Positioner>
      </Portal>
    </Menu.Root>
  </section>
);
const Provider = ({ children }) => <ChakraProvider value={defaultSystem}>{children}</ChakraProvider>;

show("chakra-menu", AT_ONCE, Setting, Provider);
