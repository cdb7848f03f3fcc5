import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  FluentProvider,
  Switch,
  webLightTheme,
} from "@fluentui/react-components";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <Switch label={title} checked={on} onChange={(event) => turn(event.currentTarget.checked)} />
);
const of = (type) => ({ open, shut, title, children, answers }) => (
  <Dialog open={open} onOpenChange={shut} modalType={type}>
    <DialogSurface>
      <DialogBody>
        <DialogTitle>{title}</DialogTitle>
        <DialogContent>{children}</DialogContent>
        <DialogActions>
          {answers.map(({ name, pick }) => (
            <Button key={name} onClick={pick}>
              {name}
            </Button>
          ))}
        </DialogActions>
      </DialogBody>
    </DialogSurface>
  </Dialog>
);
const Provider = ({ children }) => <FluentProvider theme={webLightTheme}>{children}</FluentProvider>;

show("fluent-react-dialog", { Toggle, Button, Box: of("modal"), Alert: of("alert"), Provider });
