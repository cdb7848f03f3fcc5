import { Button, ChakraProvider, CloseButton, Dialog, Portal, Switch, defaultSystem } from "@chakra-ui/react";
import { show } from "../lib/dialogs.jsx";

const Toggle = ({ title, on, turn }) => (
  <Switch.Root checked={on} onCheckedChange={(event) => turn(event.checked)}>
    <Switch.HiddenInput />
    <Switch.Control>
      <Switch.Thumb />
    </Switch.Control>
    <Switch.Label>{title}</Switch.Label>
  </Switch.Root>
);
const of = (role) => ({ open, shut, title, children, answers }) => (
  <Dialog.Root role={role} open={open} onOpenChange={shut}>
    <Portal>
      <Dialog.Backdrop />
      <Dialog.Positioner>
        <Dialog.Content>
          <Dialog.Header>
            <Dialog.Title>{title}</Dialog.Title>
          </Dialog.Header>
          <Dialog.Body>{children}</Dialog.Body>
          <Dialog.Footer>
            {answers.map(({ name, pick }) => (
              <Button key={name} onClick={pick}>
                {name}
              </Button>
            ))}
          </Dialog.Footer>
          <Dialog.CloseTrigger asChild>
            <CloseButton />
          </Dialog.CloseTrigger>
        </Dialog.Content>
      </Dialog.Positioner>
    </Portal>
  </Dialog.Root>
);
const Provider = ({ children }) => <ChakraProvider value={defaultSystem}>{children}</ChakraProvider>;

show("chakra-dialog", { Toggle, Button, Box: of("dialog"), Alert: of("alertdialog"), Provider });
