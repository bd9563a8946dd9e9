// After a hard run: a break is proposed, and taken or declined with one tap.

import { Icon } from "linli-desk/icons.js";

export const CareStrip = {
  components: { Icon },
  props: { presence: Object, busy: Boolean, own: Boolean },
  emits: ["rest", "help", "decline"],
  computed: {
    shown() {
      return this.presence.mode === "here" && this.presence.care.why;
    },
  },
  template: `
    <div v-if="shown" class="strip is-care" role="status">
      <icon name="cup"/><p><b>{{ presence.care.why }}</b><span>休息时不会再分给您新的会话。</span></p>
      <button type="button" class="primary is-small" title="休息 10 分钟 Z" :disabled="busy" @click="$emit('rest')">休息 10 分钟</button>
      <button v-if="own" type="button" class="plain is-small" :disabled="busy" @click="$emit('help')">请同事接手这个</button>
      <button type="button" class="quiet" :disabled="busy" @click="$emit('decline')">不用，谢谢</button>
    </div>`,
};
