import "@mantine/core/styles.css";
import { Checkbox, MantineProvider } from "@mantine/core";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ title, on, turn }) => (
  <Checkbox label={title} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
);

show("mantine-checkbox", AT_ONCE, Setting, MantineProvider);
