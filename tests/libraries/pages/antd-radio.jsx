import { Form, Radio } from "antd";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Form.Item label={title}>
    <Radio.Group value={value} options={options} onChange={(event) => choose(event.target.value)} />
  </Form.Item>
);

show("antd-radio", AT_ONCE, Choice);
