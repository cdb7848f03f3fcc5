import { Form, Select } from "antd";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <Form.Item label={title} htmlFor={id}>
    <Select id={id} value={value} onChange={choose} options={options.map((one) => ({ value: one, label: one }))} />
  </Form.Item>
);

show("antd-select", LATE, Choice);
