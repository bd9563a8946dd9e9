// How the desk of an estate works; a manager sets it.

import { desk } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";

export const SettingsDialog = {
  components: { Frame },
  props: { estates: Object },
  emits: ["shut", "saved", "problem"],
  data() {
    return { estate: Object.keys(this.estates)[0], found: null };
  },
  watch: {
    estate: { immediate: true, handler: "read" },
  },
  template: `
    <Frame title="工作台设置" @shut="$emit('shut')">
      <form class="form" @submit.prevent="save">
        <label>小区<select v-model="estate" name="estate"><option v-for="(name, id) in estates" :key="id" :value="id">{{ name }}</option></select></label>
        <template v-if="found">
          <label class="switch"><input v-model="found.auto" type="checkbox">自动分给在岗的客服（不勾选时由客服自己接入）</label>
          <div class="form-pair"><label>首次回复时限（分钟）<input v-model.number="found.reply" type="number" min="0.5" max="60" step="0.5" required></label><label>办结时限（分钟）<input v-model.number="found.solve" type="number" min="5" max="10080" required></label></div>
          <label>每人同时接待上限<input v-model.number="found.capacity" type="number" min="1" max="50" required></label>
          <div class="dialog-acts"><button type="button" class="quiet" @click="$emit('shut')">取消</button><button class="primary">保存</button></div>
        </template>
      </form>
    </Frame>`,
  methods: {
    async read() {
      const estate = this.estate;
      this.found = null; // no form of one estate under the name of another
      const found = await desk.settings(estate).catch((error) => this.$emit("problem", error));
      if (found && estate === this.estate) this.found = { ...found, reply: found.first_reply / 60, solve: Math.round(found.resolution / 60) };
    },
    async save() {
      const { auto, capacity, reply, solve } = this.found;
      try {
        await desk.setSettings(this.estate, { auto, capacity, first_reply: Math.round(reply * 60), resolution: solve * 60 });
        this.$emit("saved");
      } catch (error) {
        this.$emit("problem", error);
      }
    },
  },
};
