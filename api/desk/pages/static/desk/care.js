// After a hard run: a break is proposed, once an hour at most, and taken with one tap.

import { Icon } from "linli-desk/icons.js";

const QUIET = 3600000; // milliseconds without another proposal after a no

export const CareStrip = {
  components: { Icon },
  props: { presence: Object, memory: Object, now: Number, busy: Boolean, own: Boolean },
  emits: ["rest", "help"],
  data() {
    return { refusedAt: this.memory.habit("break-refused", 0) };
  },
  computed: {
    shown() {
      const { care, mode } = this.presence;
      return mode === "here" && care.why && this.now - this.refusedAt > QUIET;
    },
  },
  template: `
    <div v-if="shown" class="strip is-care" role="status">
      <icon name="cup"/><p><b>{{ presence.care.why }}</b><span>休息时不会再分给您新的会话。</span></p>
      <button type="button" class="primary is-small" :disabled="busy" @click="$emit('rest')">休息 10 分钟</button>
      <button v-if="own" type="button" class="plain is-small" :disabled="busy" @click="$emit('help')">请同事接手这个</button>
      <button type="button" class="quiet" @click="refuse">不用，谢谢</button>
    </div>`,
  methods: {
    refuse() {
      this.refusedAt = Date.now();
      this.memory.setHabit("break-refused", this.refusedAt);
    },
  },
};
