import { Form, Switch } from "antd";
import { show } from "../lib/react.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Setting = ({ id, title, on, turn }) => (
  <Form initialValues={{ [id]: on }} onValuesChange={(changed) => turn(changed[id])}>
    <Form.Item label={title} name={id} valuePropName="checked">
      <Switch />
    </Form.Item>
  </Form>
);

show("antd-form", AT_ONCE, Setting);
