import { Fragment, useState } from "react";
import { createRoot } from "react-dom/client";
import { settings } from "./settings.js";

const Row = ({ Setting, setting: { save, ...texts } }) => {
  const [on, set] = useState(texts.on);
  const turn = (now) => {
    set(now);
    save(now);
  };
  return <Setting {...texts} on={on} turn={turn} />;
};

// Setting is a component of {id, title, note, on, turn(on)}; Provider is what the library wants around a page.
export const show = (page, delay, Setting, Provider = Fragment) =>
  createRoot(document.getElementById("root")).render(
    <Provider>
      <main>
        <h1>Privacy settings</h1>
        {settings(page, delay).map((setting) => (
          <Row key={setting.id} Setting={Setting} setting={setting} />
        ))}
      </main>
    </Provider>,
  );
