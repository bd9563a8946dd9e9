// Everything of the bar in one list: where the page is narrow, and for the keyboard.

import { Frame } from "linli-desk/dialogs.js";
import { Icon } from "linli-desk/icons.js";

const ALL = [
  { id: "orders", name: "工单列表", icon: "tool" },
  { id: "canned", name: "管理常用语", icon: "note", roles: ["trainer", "manager"] },
  { id: "settings", name: "工作台设置", icon: "gear", roles: ["manager"] },
  { id: "knowledge", name: "知识库", icon: "book", roles: ["trainer", "manager"], href: "knowledge" },
  { id: "advice", name: "推荐与采用", icon: "bulb", roles: ["trainer", "manager"], href: "advice" },
  { id: "people", name: "团队", icon: "people", roles: ["manager"], href: "people" },
  { id: "theme", name: "浅色、深色", icon: "half" },
  { id: "help", name: "键盘操作", icon: "help" },
  { id: "out", name: "退出登录", icon: "out" },
];

export const menuOf = (role) => ALL.filter((one) => !one.roles || one.roles.includes(role));

export const MenuDialog = {
  components: { Frame, Icon },
  props: { role: String },
  emits: ["shut", "go"],
  computed: {
    choices() {
      return menuOf(this.role);
    },
  },
  template: `
    <Frame title="更多" @shut="$emit('shut')">
      <div class="choices menu"><button v-for="(one, index) in choices" :key="one.id" type="button" class="choice" :data-go="one.id" @click="$emit('go', one)"><kbd>{{ index + 1 }}</kbd><b class="with-icon"><icon :name="one.icon"/>{{ one.name }}</b></button></div>
    </Frame>`,
  mounted() {
    this.onKey = (event) => {
      const one = this.choices[Number(event.key) - 1];
      if (one) this.$emit("go", one);
    };
    addEventListener("keydown", this.onKey);
  },
  beforeUnmount() {
    removeEventListener("keydown", this.onKey);
  },
};
