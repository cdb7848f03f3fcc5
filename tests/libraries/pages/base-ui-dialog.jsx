import { AlertDialog } from "@base-ui/react/alert-dialog";
import { Button } from "@base-ui/react/button";
import { Dialog } from "@base-ui/react/dialog";
import { Switch } from "@base-ui/react/switch";
import { show } from "../lib/dialogs.jsx";
import "./base-ui.css";

const over = { position: "fixed", inset: 0, background: "#0008" };
const middle = { position: "fixed", inset: "20% 25%", background: "white", padding: "1rem" };

const Toggle = ({ title, on, turn }) => (
  <label className="row">
    {title}
    <Switch.Root className="Switch" checked={on} onCheckedChange={turn}>
      <Switch.Thumb className="Thumb" />
    </Switch.Root>
  </label>
);
const of = (Kind) => ({ open, shut, title, children, answers }) => (
  <Kind.Root open={open} onOpenChange={shut}>
    <Kind.Portal>
      <Kind.Backdrop style={over} />
      <Kind.Popup style={middle}>
        <Kind.Title>{title}</Kind.Title>
        {children}
        {answers.map(({ name, pick }) => (
          <Kind.Close key={name} onClick={pick}>
            {name}
          </Kind.Close>
        ))}
      </Kind.Popup>
    </Kind.Portal>
  </Kind.Root>
);

show("base-ui-dialog", { Toggle, Button, Box: of(Dialog), Alert: of(AlertDialog) });
