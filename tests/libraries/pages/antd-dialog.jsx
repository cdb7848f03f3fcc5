import { Button, Form, Modal, Switch } from "antd";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <Form>
    <Form.Item label={title}>
      <Switch checked={on} onChange={turn} />
    </Form.Item>
  </Form>
);
const Box = ({ open, shut, title, children, answers }) => (
  <Modal
    open={open}
    onCancel={shut}
    title={title}
    footer={answers.map(({ name, pick }) => (
      <Button key={name} onClick={pick}>
        {name}
      </Button>
    ))}
  >
    {children}
  </Modal>
);

show("antd-dialog", { Toggle, Button, Box });
