import "@mantine/core/styles.css";
import { ActionIcon, Group, MantineProvider, Menu, Text } from "@mantine/core";
import { show } from "../lib/menus.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, state, items, pick }) => (
  <Group justify="space-between">
    <div>
      <Text>{title}</Text>
      <Text size="sm">{state}</Text>
    </div>
    <Menu>
      <Menu.Target>
        <ActionIcon aria-label="Options">⋮</ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((one) => (
          <Menu.Item key={one} onClick={() => pick(one)}>
            {one}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  </Group>
);

show("mantine-menu", LATE, Setting, MantineProvider);
