import "element-plus/dist/index.css";
import { ElButton, ElDialog, ElForm, ElFormItem, ElSwitch } from "element-plus";
import { createApp, h, reactive } from "vue";
import { ANSWERS, ASKS, ROW, TEXT, TITLE, answer, held, save, stray } from "../lib/dialogs.js";

const page = "element-plus-dialog";
const model = reactive({ on: await held(page), open: false, asks: false });

const toggle = (on, turn) =>
  h(ElForm, () => h(ElFormItem, { label: TITLE }, () => h(ElSwitch, { modelValue: on, "onUpdate:modelValue": turn })));
const button = (name, onClick) => h(ElButton, { onClick }, () => name);
const box = (key, title, inside, buttons) =>
  h(
    ElDialog,
    { modelValue: model[key], "onUpdate:modelValue": (open) => (model[key] = open), title, appendToBody: true },
    { default: () => inside(), footer: () => buttons() },
  );
const turn = (on) => (on ? save(page, true).then(() => (model.on = true)) : (model.asks = true));
const pick = (name) => answer(page, name, () => (model.on = false), () => (model.asks = false));

createApp(() => [
  h("main", [
    h("h1", "Privacy settings"),
    toggle(true, () => stray(page, "behind")),
    button("Turn off", () => stray(page, "outside")),
    button(ROW, () => (model.open = true)),
  ]),
  box("open", ROW, () => toggle(model.on, turn), () => []),
  box("asks", ASKS, () => h("p", TEXT), () => ANSWERS.map((name) => button(name, () => pick(name)))),
]).mount("#root");
