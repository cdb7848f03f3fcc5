// The three choices of every page, kept in localStorage under "<page>:<n>"; the first option is chosen until another is.
const titles = ["Personalised ads", "Share data with partners", "Use my posts to train AI"];

export const OPTIONS = ["Allow all", "Ask me first", "Off and delete history", "Off"];

export const choices = (page, delay) =>
  titles.map((title, index) => {
    const key = `${page}:${index + 1}`;
    const write = (option) => localStorage.setItem(key, option);
    return {
      id: `choice-${index + 1}`,
      title,
      options: OPTIONS,
      value: localStorage.getItem(key) ?? OPTIONS[0],
      save: (option) => (delay ? void setTimeout(write, delay, option) : write(option)),
    };
  });

// html writes one choice; the element with its id tells its value, and each change by an event.
export const show = (page, delay, { html, event = "change", value = (element) => element.value }) => {
  const rows = choices(page, delay);
  const saves = Object.fromEntries(rows.map(({ id, save }) => [id, save]));
  document.addEventListener(event, (happened) => {
    const target = happened.target.closest("[id^=choice-]");
    if (target) saves[target.id.split("/")[0]]?.(value(target, happened));
  });
  document.getElementById("root").innerHTML = `<main><h1>Privacy settings</h1>${rows.map(html).join("")}</main>`;
  return rows;
};
