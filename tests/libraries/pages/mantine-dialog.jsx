import "@mantine/core/styles.css";
import { Button, Group, MantineProvider, Modal, Switch } from "@mantine/core";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <Switch label={title} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
);
const Box = ({ open, shut, title, children, answers }) => (
  <Modal opened={open} onClose={shut} title={title} centered>
    {children}
    <Group>
      {answers.map(({ name, pick }) => (
        <Button key={name} onClick={pick}>
          {name}
        </Button>
      ))}
    </Group>
  </Modal>
);

show("mantine-dialog", { Toggle, Button, Box, Provider: MantineProvider });
