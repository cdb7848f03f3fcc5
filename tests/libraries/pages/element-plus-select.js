import "element-plus/dist/index.css";
import { ElForm, ElFormItem, ElOption, ElSelect } from "element-plus";
import { createApp, h, reactive } from "vue";
import { choices } from "../lib/choices.js";
import { AT_ONCE } from "../lib/settings.js";

const rows = choices("element-plus-select", AT_ONCE);
const model = reactive(Object.fromEntries(rows.map(({ id, value }) => [id, value])));

const item = ({ id, title, options, save }) =>
  h(ElFormItem, { label: title }, () =>
    h(
      ElSelect,
      {
        modelValue: model[id],
        "onUpdate:modelValue": (now) => save((model[id] = now)),
      },
      () => options.map((one) => h(ElOption, { key: one, value: one, label: one })),
    ),
  );

createApp(() =>
  h("main", [h("h1", "Privacy settings"), h(ElForm, { model, labelWidth: "auto" }, () => rows.map(item))]),
).mount("#root");
