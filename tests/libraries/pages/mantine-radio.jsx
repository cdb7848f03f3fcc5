import "@mantine/core/styles.css";
import { MantineProvider, Radio, Stack } from "@mantine/core";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Radio.Group label={title} description="You can change this at any time." value={value} onChange={choose}>
    <Stack>
      {options.map((one) => (
        <Radio key={one} value={one} label={one} description="What this means for you." />
      ))}
    </Stack>
  </Radio.Group>
);

show("mantine-radio", LATE, Choice, MantineProvider);
