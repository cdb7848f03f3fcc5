// One setting, "Personal ads", which the server keeps. Its switch stands in a dialog, and to turn it off has to be confirmed in
// a second one. Whatever else is clicked tells the server that it was.
export const TITLE = "Personal ads";
export const ROW = "Ad settings";
export const ASKS = "Turn off personal ads?";
export const TEXT = "You will see the same number of ads.";
export const SAVE = "Save changes";
export const ANSWERS = ["Cancel", "Turn off and delete", "Turn off"];

export const held = async (page) => (await (await fetch(`/held/${page}`)).text()) === "on";
export const save = (page, on) => fetch(`/save/${page}`, { method: "PUT", body: on ? "on" : "off" });
export const stray = (page, what) => fetch(`/stray/${page}/${what}`, { method: "PUT" });

// What an answer does; `off` and `shut` tell the page.
export const answer = (page, name, off, shut) => {
  if (name === "Turn off and delete") stray(page, "delete");
  if (name === "Turn off") save(page, false).then(off);
  shut();
};

// toggle(id, on), button(id, name) and box(id, title, inside, buttons) write html; `state` tells a toggle's after an event.
export const show = async (page, { toggle, button, box, alert = box, open, shut, put, event = "change", state }) => {
  const at = (id) => document.getElementById(id);
  document.getElementById("root").innerHTML = `
    <main><h1>Privacy settings</h1>${toggle("behind", true)}<p>${button("outside", "Turn off")}</p><p>${button("row", ROW)}</p></main>
    ${box("first", ROW, toggle("setting", await held(page)), "")}
    ${alert("second", ASKS, `<p>${TEXT}</p>`, ANSWERS.map((name, index) => button(`answer-${index}`, name)).join(" "))}`;
  document.addEventListener(event, ({ target }) => {
    if (target.id === "behind") stray(page, "behind");
    if (target.id !== "setting") return;
    if (state(target)) save(page, true);
    else open(at("second"));
  });
  document.addEventListener("click", ({ target }) => {
    const id = target.closest("[id]")?.id ?? "";
    if (id === "outside") stray(page, "outside");
    if (id === "row") open(at("first"));
    if (!id.startsWith("answer-")) return;
    const name = ANSWERS[id.split("-")[1]];
    if (name !== "Turn off") put(at("setting"), true);
    answer(page, name, () => {}, () => shut(at("second")));
  });
};
