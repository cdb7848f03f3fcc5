import { ChakraProvider, Portal, Select, createListCollection, defaultSystem } from "@chakra-ui/react";
import { OPTIONS } from "../lib/choices.js";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const collection = createListCollection({ items: OPTIONS.map((one) => ({ label: one, value: one })) });

const Choice = ({ title, value, choose }) => (
  <Select.Root collection={collection} value={[value]} onValueChange={(event) => choose(event.value[0])}>
    <Select.HiddenSelect />
    <Select.Label>{title}</Select.Label>
    <Select.Control>
      <Select.Trigger>
        <Select.ValueText />
      </Select.Trigger>
    </Select.Control>
    <Portal>
      <Select.Positioner>
        <Select.Content>
          {collection.items.map((one) => (
            <Select.Item item={one} key={one.value}>
              {one.label}
              <Select.ItemIndicator />
            </Select.Item>
          ))}
        </Select.Content>
      </Select.Positioner>
    </Portal>
  </Select.Root>
);
const Provider = ({ children }) => <ChakraProvider value={defaultSystem}>{children}</ChakraProvider>;

show("chakra-select", LATE, Choice, Provider);
