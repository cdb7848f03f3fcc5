import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import Switch from "@mui/material/Switch";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <FormControlLabel control={<Switch checked={on} onChange={(event) => turn(event.target.checked)} />} label={title} />
);
// Its style sheet draws all buttons in capitals.
const of = (role) => ({ open, shut, title, children, answers }) => (
  <Dialog open={open} onClose={shut} role={role}>
    <DialogTitle>{title}</DialogTitle>
    <DialogContent>{children}</DialogContent>
    <DialogActions>
      {answers.map(({ name, pick }) => (
        <Button key={name} onClick={pick}>
          {name}
        </Button>
      ))}
    </DialogActions>
  </Dialog>
);

show("mui-dialog", { Toggle, Button, Box: of("dialog"), Alert: of("alertdialog") });
