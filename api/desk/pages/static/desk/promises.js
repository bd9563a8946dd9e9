// What was promised to residents, and the warning before it is too late.

import { call } from "linli-desk/api.js";
import { Icon } from "linli-desk/icons.js";
import { dueWords } from "linli-desk/words.js";

const EVERY = 60000;
const SOON = 15 * 60000;

export const PromiseItem = {
  components: { Icon },
  props: { promise: Object, now: Number, who: Boolean },
  emits: ["done", "problem", "open"],
  data: () => ({ busy: false }),
  computed: {
    settled() {
      return this.promise.status !== "open";
    },
    over() {
      return !this.settled && Date.parse(this.promise.due_at) <= this.now;
    },
    soon() {
      return !this.settled && !this.over && Date.parse(this.promise.due_at) - this.now <= SOON;
    },
    state() {
      if (this.settled) return "已做到";
      return dueWords(this.promise.due_at, this.now) + (this.promise.exact ? "" : "（系统估的）");
    },
    whose() {
      return [this.promise.resident, this.promise.room].filter(Boolean).join(" ");
    },
  },
  template: `
    <li class="promise" :class="{ 'is-over': over, 'is-soon': soon, 'is-settled': settled }">
      <p class="promise-what">{{ promise.what }}</p>
      <p class="promise-more"><button v-if="who" type="button" class="chip" @click="$emit('open', promise.conversation_id)">{{ whose }}</button><span>{{ promise.owner }}</span><span class="promise-due"><icon v-if="over" name="alert"/>{{ state }}</span></p>
      <p v-if="!settled" class="promise-acts">
        <button type="button" class="plain is-small" :disabled="busy" @click="settle('kept')"><icon name="check"/>做到了</button>
        <button type="button" class="quiet is-small" :disabled="busy" title="不是承诺，或不再需要" @click="settle('dropped')">不算</button>
      </p>
    </li>`,
  methods: {
    async settle(status) {
      this.busy = true;
      try {
        await call("POST", "/v1/desk/promises/" + encodeURIComponent(this.promise.id), { status });
        this.$emit("done");
      } catch (error) {
        this.$emit("problem", error);
      } finally {
        this.busy = false;
      }
    },
  },
};

/** Promises of all conversations that are due soon or overdue; silent while there are none. */
export const ChaseStrip = {
  components: { Icon, PromiseItem },
  props: { now: Number, changed: [String, Number] },
  emits: ["open", "problem", "warn"],
  data: () => ({ promises: [], shown: false, warned: Vue.markRaw(new Set()), begun: false }),
  computed: {
    urgent() {
      return this.promises.filter((one) => Date.parse(one.due_at) - this.now <= SOON);
    },
    over() {
      return this.urgent.filter((one) => Date.parse(one.due_at) <= this.now).length;
    },
    words() {
      const soon = this.urgent.length - this.over;
      return [this.over ? `${this.over} 件已过时间` : "", soon ? `${soon} 件快到时间` : ""].filter(Boolean).join("，");
    },
  },
  watch: {
    changed: "read",
    urgent(urgent) {
      if (!urgent.length) this.shown = false;
      for (const one of urgent) {
        if (this.warned.has(one.id)) continue;
        this.warned.add(one.id);
        if (!this.begun) continue; // what was urgent before is in the strip already
        this.$emit("warn", `答应${one.resident}的事${Date.parse(one.due_at) <= this.now ? "过时间了" : "快到时间了"}：${one.what}`);
      }
    },
  },
  mounted() {
    this.read();
    this.timer = setInterval(() => !document.hidden && this.read(), EVERY);
  },
  beforeUnmount() {
    clearInterval(this.timer);
  },
  template: `
    <section v-if="urgent.length" class="chase" :class="{ 'is-over': over }" aria-label="答应住户的事">
      <button type="button" class="chase-head" title="答应住户的事 Y" :aria-expanded="shown" @click="shown = !shown"><icon :name="over ? 'alert' : 'bell'"/><b>答应住户的事</b><span>{{ words }}</span><icon :name="shown ? 'up' : 'down'"/></button>
      <ul v-if="shown" class="promises"><promise-item v-for="one in urgent" :key="one.id" :promise="one" :now="now" who @open="$emit('open', $event)" @done="read" @problem="$emit('problem', $event)"/></ul>
    </section>`,
  methods: {
    /** By key: open with the focus on the first, or shut. */
    toggle() {
      this.shown = !this.shown && this.urgent.length > 0;
      if (this.shown) this.$nextTick(() => this.$el.querySelector(".promise button").focus());
    },
    async read() {
      try {
        this.promises = await call("GET", "/v1/desk/promises");
        this.$nextTick(() => (this.begun = true));
      } catch {
        // Read again in a minute.
      }
    },
  },
};
