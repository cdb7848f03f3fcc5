import "@mantine/core/styles.css";
import { MantineProvider, Switch } from "@mantine/core";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, note, on, turn }) => (
  <Switch
    label={title}
    description={note}
    onLabel="ON"
    offLabel="OFF"
    checked={on}
    onChange={(event) => turn(event.currentTarget.checked)}
  />
);

show("mantine", LATE, Setting, MantineProvider);
