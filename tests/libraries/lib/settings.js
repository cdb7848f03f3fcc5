// The three settings of every page, kept in localStorage under "<page>:<n>"; anything but "off" is on.
const texts = [
  ["Personalised ads", "Ads are picked by what you read and write here."],
  ["Share data with partners", "Companies that we work with see your profile."],
  ["Use my posts to train AI", "Models learn from what you have written."],
];

export const AT_ONCE = 0;
export const LATE = 100;

export const settings = (page, delay) =>
  texts.map(([title, note], index) => {
    const key = `${page}:${index + 1}`;
    const write = (on) => localStorage.setItem(key, on ? "on" : "off");
    return {
      id: `setting-${index + 1}`,
      title,
      note,
      on: localStorage.getItem(key) !== "off",
      save: (on) => (delay ? void setTimeout(write, delay, on) : write(on)),
    };
  });
