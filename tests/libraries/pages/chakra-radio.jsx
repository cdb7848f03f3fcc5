import { ChakraProvider, RadioGroup, defaultSystem } from "@chakra-ui/react";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const slug = (option) => option.replaceAll(" ", "-"); // the component makes ids of them

const Choice = ({ title, options, value, choose }) => (
  <RadioGroup.Root value={slug(value)} onValueChange={(event) => choose(options.find((one) => slug(one) === event.value))}>
    <RadioGroup.Label>{title}</RadioGroup.Label>
    {options.map((one) => (
      <RadioGroup.Item key={one} value={slug(one)}>
        <RadioGroup.ItemHiddenInput />
        <RadioGroup.ItemIndicator />
        <RadioGroup.ItemText>{one}</RadioGroup.ItemText>
      </RadioGroup.Item>
    ))}
  </RadioGroup.Root>
);
const Provider = ({ children }) => <ChakraProvider value={defaultSystem}>{children}</ChakraProvider>;

show("chakra-radio", AT_ONCE, Choice, Provider);
