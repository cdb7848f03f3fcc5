import "primereact/resources/themes/lara-light-blue/theme.css";
import { RadioButton } from "primereact/radiobutton";
import { show } from "../lib/choices.jsx";
import { LATE } from "../lib/settings.js";

const Choice = ({ id, title, options, value, choose }) => (
  <section>
    <h2>{title}</h2>
    {options.map((one) => (
      <div key={one}>
        <RadioButton inputId={`${id}-${one}`} name={id} value={one} checked={value === one} onChange={(event) => choose(event.value)} />
        <label htmlFor={`${id}-${one}`}>{one}</label>
      </div>
    ))}
  </section>
);

show("primereact-radio", LATE, Choice);
