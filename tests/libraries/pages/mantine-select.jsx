import "@mantine/core/styles.css";
import { MantineProvider, Select } from "@mantine/core";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Select label={title} data={options} value={value} onChange={choose} allowDeselect={false} />
);

show("mantine-select", AT_ONCE, Choice, MantineProvider);
