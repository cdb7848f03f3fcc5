import { Fragment, useState } from "react";
import { createRoot } from "react-dom/client";
import { ITEMS, after, menus } from "./menus.js";

const Row = ({ Setting, setting: { save, ...texts } }) => {
  const [state, set] = useState(texts.state);
  const pick = (item) => {
    set(after(item));
    save(item);
  };
  return <Setting {...texts} state={state} items={ITEMS} pick={pick} />;
};

// Setting is a component of {id, title, state, items, pick(item)}; Provider is what the library wants around a page.
export const show = (page, delay, Setting, Provider = Fragment) =>
  createRoot(document.getElementById("root")).render(
    <Provider>
      <main>
        <h1>Privacy settings</h1>
        {menus(page, delay).map((setting) => (
          <Row key={setting.id} Setting={Setting} setting={setting} />
        ))}
      </main>
    </Provider>,
  );
