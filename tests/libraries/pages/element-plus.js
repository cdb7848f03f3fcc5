import "element-plus/dist/index.css";
import { ElForm, ElFormItem, ElSwitch } from "element-plus";
import { createApp, h, reactive } from "vue";
import { LATE, settings } from "../lib/settings.js";

const rows = settings("element-plus", LATE);
const model = reactive(Object.fromEntries(rows.map(({ id, on }) => [id, on])));

const item = ({ id, title, save }) =>
  h(ElFormItem, { label: title }, () =>
    h(ElSwitch, {
      modelValue: model[id],
      "onUpdate:modelValue": (on) => save((model[id] = on)),
    }),
  );

createApp(() =>
  h("main", [h("h1", "Privacy settings"), h(ElForm, { model, labelWidth: "auto" }, () => rows.map(item))]),
).mount("#root");
