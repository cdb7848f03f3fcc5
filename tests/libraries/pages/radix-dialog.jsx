import * as AlertDialog from "@radix-ui/react-alert-dialog";
import * as Dialog from "@radix-ui/react-dialog";
import * as Switch from "@radix-ui/react-switch";
import { show } from "../lib/dialogs.jsx";
import "./radix.css";

const over = { position: "fixed", inset: 0, background: "#0008" };
const middle = { position: "fixed", inset: "20% 25%", background: "white", padding: "1rem" };

const Toggle = ({ id, title, on, turn }) => (
  <div className="row">
    <label htmlFor={id}>{title}</label>
    <Switch.Root className="SwitchRoot" id={id} checked={on} onCheckedChange={turn}>
      <Switch.Thumb className="SwitchThumb" />
    </Switch.Root>
  </div>
);
const Button = (props) => <button {...props} />;
const Box = ({ open, shut, title, children }) => (
  <Dialog.Root open={open} onOpenChange={shut}>
    <Dialog.Portal>
      <Dialog.Overlay style={over} />
      <Dialog.Content style={middle} aria-describedby={undefined}>
        <Dialog.Title>{title}</Dialog.Title>
        {children}
        <Dialog.Close>Close</Dialog.Close>
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
);
const Alert = ({ open, shut, title, children, answers: [cancel, ...rest] }) => (
  <AlertDialog.Root open={open} onOpenChange={shut}>
    <AlertDialog.Portal>
      <AlertDialog.Overlay style={over} />
      <AlertDialog.Content style={middle}>
        <AlertDialog.Title>{title}</AlertDialog.Title>
        <AlertDialog.Description asChild>{children}</AlertDialog.Description>
        <AlertDialog.Cancel onClick={cancel.pick}>{cancel.name}</AlertDialog.Cancel>
        {rest.map(({ name, pick }) => (
          <AlertDialog.Action key={name} onClick={pick}>
            {name}
          </AlertDialog.Action>
        ))}
      </AlertDialog.Content>
    </AlertDialog.Portal>
  </AlertDialog.Root>
);

show("radix-dialog", { Toggle, Button, Box, Alert });
