import "primereact/resources/themes/lara-light-blue/theme.css";
import { Button as PrimeButton } from "primereact/button";
import { Dialog } from "primereact/dialog";
import { InputSwitch } from "primereact/inputswitch";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ id, title, on, turn }) => (
  <div className="row">
    <label htmlFor={id}>{title}</label>
    <InputSwitch inputId={id} checked={on} onChange={(event) => turn(event.value)} />
  </div>
);
const Button = ({ children, onClick }) => <PrimeButton label={children} onClick={onClick} />;
const Box = ({ open, shut, title, children, answers }) => (
  <Dialog
    visible={open}
    onHide={shut}
    header={title}
    footer={answers.map(({ name, pick }) => (
      <PrimeButton key={name} label={name} onClick={pick} />
    ))}
  >
    {children}
  </Dialog>
);

show("primereact-dialog", { Toggle, Button, Box });
