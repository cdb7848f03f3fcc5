import { Field, Label, Listbox, ListboxButton, ListboxOption, ListboxOptions } from "@headlessui/react";
import { show } from "../lib/choices.jsx";
import { AT_ONCE } from "../lib/settings.js";

const Choice = ({ title, options, value, choose }) => (
  <Field className="row">
    <Label>{title}</Label>
    <Listbox value={value} onChange={choose}>
      <ListboxButton>{value}</ListboxButton>
      <ListboxOptions anchor="bottom" style={{ background: "white", border: "1px solid" }}>
        {options.map((one) => (
          <ListboxOption key={one} value={one}>
            {one}
          </ListboxOption>
        ))}
      </ListboxOptions>
    </Listbox>
  </Field>
);

show("headlessui-select", AT_ONCE, Choice);
