// Promises of the desk: how much time is left, told by colour, sign and words alike.

import { span } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

const NAMES = { first_reply: "首次回复", resolution: "办结" };
const SOON = 1 / 3; // of the target is left

/** The promise that presses most: {kind, state, words}; null when none runs. */
export function pressing(item, now) {
  const level = (item.levels || [])[0];
  if (!level) return null;
  const left = level.due - now;
  const state = left < 0 ? "missed" : left < level.target * 1000 * SOON ? "soon" : "ok";
  const words = state === "missed" ? `超时 ${span(-left)}` : `剩 ${span(left)}`;
  return { kind: level.kind, name: NAMES[level.kind], state, words };
}

/** Seconds left become a moment of this machine's own clock. */
export function timedLevels(levels, now) {
  return (levels || []).map((level) => ({ ...level, due: now + level.left * 1000 }));
}

const ICONS = { ok: "clock", soon: "hourglass", missed: "alert" };

export const LevelChip = {
  components: { Icon },
  props: { item: Object, now: Number, long: Boolean },
  computed: {
    level() {
      return pressing(this.item, this.now);
    },
    icon() {
      return ICONS[this.level.state];
    },
    label() {
      return this.level.name + this.level.words;
    },
  },
  template: `<span v-if="level" class="level" :class="'is-' + level.state" :data-level="level.kind" :title="label"><icon :name="icon"/><span v-if="long || level.state !== 'ok'">{{ level.name }}</span>{{ level.words }}</span>`,
};

/** Mixed into the desk: one warning for each promise, before it is missed. */
export const promises = {
  created() {
    this.warned = new Set();
  },
  watch: {
    now() {
      this.mine.forEach(this.warn);
    },
  },
  methods: {
    warn(item) {
      const level = pressing(item, this.now);
      if (!level || level.state !== "soon") return;
      const key = item.id + level.kind;
      if (this.warned.has(key)) return;
      this.warned.add(key);
      this.toast(`${item.resident}：${level.name}快到时限，${level.words}`, "is-warn");
      if (this.sound) this.alarm.chime();
    },
  },
};
