import { Flex, Switch, Typography } from "antd";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";

const Setting = ({ title, note, on, turn }) => (
  <Flex justify="space-between" align="center">
    <div>
      <Typography.Text strong>{title}</Typography.Text>
      <br />
      <Typography.Text type="secondary">{note}</Typography.Text>
    </div>
    <Switch checkedChildren="On" unCheckedChildren="Off" checked={on} onChange={turn} />
  </Flex>
);

show("antd", LATE, Setting);
