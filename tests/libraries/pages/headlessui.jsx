import { Description, Field, Label, Switch } from "@headlessui/react";
import { show } from "../lib/react.jsx";
import { LATE } from "../lib/settings.js";
import "./headlessui.css";

const Setting = ({ title, note, on, turn }) => (
  <Field className="row">
    <div>
      <Label>{title}</Label>
      <Description>{note}</Description>
    </div>
    <Switch checked={on} onChange={turn} className="group">
      <span aria-hidden="true" />
    </Switch>
  </Field>
);

show("headlessui", LATE, Setting);
