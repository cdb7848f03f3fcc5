import { Button as Pressable, Dialog, Heading, Modal, ModalOverlay, SwitchButton, SwitchField } from "react-aria-components";
import { show } from "../lib/dialogs.jsx";
import "./react-aria.css";

const Toggle = ({ title, on, turn }) => (
  <SwitchField isSelected={on} onChange={turn}>
    <SwitchButton>
      <div className="track">
        <div className="handle" />
      </div>
      {title}
    </SwitchButton>
  </SwitchField>
);
const Button = ({ onClick, children }) => <Pressable onPress={onClick}>{children}</Pressable>;
const of = (role) => ({ open, shut, title, children, answers }) => (
  <ModalOverlay isOpen={open} onOpenChange={shut} style={{ position: "fixed", inset: 0, background: "#0008" }}>
    <Modal style={{ margin: "10% 25%", background: "white", padding: "1rem" }}>
      <Dialog role={role}>
        <Heading slot="title">{title}</Heading>
        {children}
        {answers.map(({ name, pick }) => (
          <Pressable key={name} onPress={pick}>
            {name}
          </Pressable>
        ))}
      </Dialog>
    </Modal>
  </ModalOverlay>
);

show("react-aria-dialog", { Toggle, Button, Box: of("dialog"), Alert: of("alertdialog") });
