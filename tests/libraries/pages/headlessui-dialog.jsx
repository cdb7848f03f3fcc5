import { Button, Dialog, DialogBackdrop, DialogPanel, DialogTitle, Field, Label, Switch } from "@headlessui/react";
import { show } from "../lib/dialogs.jsx";
import "./headlessui.css";

const Toggle = ({ title, on, turn }) => (
  <Field className="row">
    <Label>{title}</Label>
    <Switch checked={on} onChange={turn} className="group">
      <span aria-hidden="true" />
    </Switch>
  </Field>
);
// As its own examples have it: the element with the role has no box, and what is drawn stands fixed in it.
const of = (role) => ({ open, shut, title, children, answers }) => (
  <Dialog open={open} onClose={shut} role={role} style={{ position: "relative", zIndex: 50 }}>
    <DialogBackdrop style={{ position: "fixed", inset: 0, background: "#0008" }} />
    <div style={{ position: "fixed", inset: 0, display: "flex", alignItems: "center", justifyContent: "center" }}>
      <DialogPanel style={{ background: "white", padding: "2rem" }}>
        <DialogTitle>{title}</DialogTitle>
        {children}
        {answers.map(({ name, pick }) => (
          <Button key={name} onClick={pick}>
            {name}
          </Button>
        ))}
      </DialogPanel>
    </div>
  </Dialog>
);

show("headlessui-dialog", { Toggle, Button, Box: of("dialog"), Alert: of("alertdialog") });
