import { Fragment, useState } from "react";
import { createRoot } from "react-dom/client";
import { choices } from "./choices.js";

const Row = ({ Choice, choice: { save, ...texts } }) => {
  const [value, set] = useState(texts.value);
  const choose = (now) => {
    set(now);
    save(now);
  };
  return <Choice {...texts} value={value} choose={choose} />;
};

// Choice is a component of {id, title, options, value, choose(option)}; Provider is what the library wants around a page.
export const show = (page, delay, Choice, Provider = Fragment) =>
  createRoot(document.getElementById("root")).render(
    <Provider>
      <main>
        <h1>Privacy settings</h1>
        {choices(page, delay).map((choice) => (
          <Row key={choice.id} Choice={Choice} choice={choice} />
        ))}
      </main>
    </Provider>,
  );
