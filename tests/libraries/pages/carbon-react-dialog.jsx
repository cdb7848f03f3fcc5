import "@carbon/styles/css/styles.css";
import { Button, Modal, Toggle as CarbonToggle } from "@carbon/react";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ id, title, on, turn }) => (
  <CarbonToggle id={id} labelText={title} labelA="Off" labelB="On" toggled={on} onToggle={turn} />
);
const Box = ({ open, shut, title, children }) => (
  <Modal open={open} onRequestClose={shut} modalHeading={title} passiveModal>
    {children}
  </Modal>
);
const Alert = ({ open, shut, title, children, answers: [cancel, other, wanted] }) => (
  <Modal
    open={open}
    onRequestClose={shut}
    modalHeading={title}
    alert
    danger
    primaryButtonText={wanted.name}
    onRequestSubmit={wanted.pick}
    secondaryButtons={[cancel, other].map(({ name, pick }) => ({ buttonText: name, onClick: pick }))}
  >
    {children}
  </Modal>
);

show("carbon-react-dialog", { Toggle, Button, Box, Alert });
