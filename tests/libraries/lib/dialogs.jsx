import { Fragment, useState } from "react";
import { createRoot } from "react-dom/client";
import { ANSWERS, ASKS, ROW, SAVE, TEXT, TITLE, answer, held, save, stray } from "./dialogs.js";

const Page = ({ page, on: first, Toggle, Button, Box, Alert = Box }) => {
  const [on, set] = useState(first);
  const [open, setOpen] = useState(false);
  const [asks, setAsks] = useState(false);
  const turn = (to) => (to ? save(page, true).then(() => set(true)) : setAsks(true));
  const pick = (name) => answer(page, name, () => set(false), () => setAsks(false));
  return (
    <>
      <main>
        <h1>Privacy settings</h1>
        <Toggle id="behind" title={TITLE} on turn={() => stray(page, "behind")} />
        <p>
          <Button onClick={() => stray(page, "outside")}>Turn off</Button>
        </p>
        <p>
          <Button onClick={() => setOpen(true)}>{ROW}</Button>
        </p>
      </main>
      <Box open={open} shut={() => setOpen(false)} title={ROW} answers={[]}>
        <Toggle id="setting" title={TITLE} on={on} turn={turn} />
      </Box>
      <Alert open={asks} shut={() => setAsks(false)} title={ASKS} answers={ANSWERS.map((name) => ({ name, pick: () => pick(name) }))}>
        <p>{TEXT}</p>
      </Alert>
    </>
  );
};

const Saving = ({ page, on: first, Toggle, Button }) => {
  const [on, set] = useState(first);
  return (
    <main>
      <h1>Privacy settings</h1>
      <Toggle id="setting" title={TITLE} on={on} turn={set} />
      <Button onClick={() => stray(page, "delete")}>Save changes and delete</Button>
      <Button onClick={() => save(page, on).then(() => location.reload())}>{SAVE}</Button>
    </main>
  );
};

const Framed = ({ page, on: first, Toggle }) => {
  const [on, set] = useState(first);
  if (new URLSearchParams(location.search).has("inside"))
    return <Toggle id="setting" title={TITLE} on={on} turn={(to) => save(page, to).then(() => set(to))} />;
  return (
    <main>
      <h1>Privacy settings</h1>
      <Toggle id="behind" title={TITLE} on turn={() => stray(page, "behind")} />
      <iframe title="Ads" src="?inside=1" />
    </main>
  );
};

const put = async (Whole, page, { Provider = Fragment, ...parts }) => {
  const on = await held(page);
  createRoot(document.getElementById("root")).render(
    <Provider>
      <Whole page={page} on={on} {...parts} />
    </Provider>,
  );
};

// Toggle is a component of {id, title, on, turn(on)}, Button of {children, onClick}, Box and Alert of
// {open, shut(), title, children, answers: [{name, pick()}]}; Provider is what the library wants around a page.
export const show = (page, parts) => put(Page, page, parts);
export const showSaving = (page, parts) => put(Saving, page, parts);
export const showFramed = (page, parts) => put(Framed, page, parts);
