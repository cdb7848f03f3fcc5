import "element-plus/dist/index.css";
import { ElForm, ElFormItem, ElRadio, ElRadioGroup } from "element-plus";
import { createApp, h, reactive } from "vue";
import { choices } from "../lib/choices.js";
import { LATE } from "../lib/settings.js";

const rows = choices("element-plus-radio", LATE);
const model = reactive(Object.fromEntries(rows.map(({ id, value }) => [id, value])));

const item = ({ id, title, options, save }) =>
  h(ElFormItem, { label: title }, () =>
    h(
      ElRadioGroup,
      {
        modelValue: model[id],
        "onUpdate:modelValue": (now) => save((model[id] = now)),
      },
      () => options.map((one) => h(ElRadio, { value: one }, () => one)),
    ),
  );

createApp(() =>
  h("main", [h("h1", "Privacy settings"), h(ElForm, { model, labelWidth: "auto" }, () => rows.map(item))]),
).mount("#root");
