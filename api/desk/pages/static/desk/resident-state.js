// How the resident stands: mood over time, risk, what they want, what they were promised.

import { call } from "linli-desk/api.js";
import { Icon } from "linli-desk/icons.js";
import { clock, MOODS } from "linli-desk/words.js";
import { PromiseItem } from "linli-desk/promises.js";

const SETTLE = 400; // milliseconds in which several changes become one reading
const RISKS = { low: "平稳", medium: "留意", high: "容易升级" };
const SHOWN = 12;

export const StatePanel = {
  components: { Icon, PromiseItem },
  props: { view: Object, now: Number, own: Boolean },
  emits: ["problem"],
  data: () => ({ state: null, of: "" }),
  computed: {
    /** Changes with whatever may change the state. */
    mark() {
      return this.view.item.id + ":" + this.view.messages.length + ":" + this.view.item.updated_at;
    },
    moods() {
      const times = new Map(this.view.messages.map((message) => [message.seq, message.created_at]));
      return this.state.moods.slice(-SHOWN).map((one) => {
        const at = times.get(one.seq);
        return { ...one, name: MOODS[one.mood], at: at ? clock(at) : "" };
      });
    },
    story() {
      return this.moods.map((one) => `${one.at} ${one.name}`).join("，");
    },
    risk() {
      return RISKS[this.state.risk];
    },
    promises() {
      return this.state.promises.filter((one) => one.status !== "dropped");
    },
    worth() {
      const state = this.state;
      return state && this.of === this.view.item.id && (state.risk !== "low" || state.wants.length || this.promises.length);
    },
  },
  watch: {
    mark: { handler: "readSoon", immediate: true },
    view: "readSoon", // read anew, because something of the conversation has changed
  },
  beforeUnmount() {
    clearTimeout(this.soon);
  },
  template: `
    <section v-if="worth" class="resident-state" :class="'is-' + state.risk" aria-labelledby="state-title">
      <h2 id="state-title"><icon name="person"/>住户状态<span class="risk" :class="'is-' + state.risk"><icon v-if="state.risk !== 'low'" name="alert"/>{{ risk }}</span></h2>
      <ol class="moods" :aria-label="'情绪：' + story">
        <li v-for="one in moods" :key="one.seq" :class="'is-' + one.mood" :title="one.at + ' ' + one.name"><span>{{ one.name.slice(0, 1) }}</span></li>
      </ol>
      <ul v-if="state.reasons.length" class="reasons"><li v-for="reason in state.reasons" :key="reason">{{ reason }}</li></ul>
      <p v-if="state.wants.length" class="wants"><b>想要</b><span v-for="want in state.wants" :key="want" class="want">{{ want }}</span></p>
      <template v-if="promises.length"><h3>答应过的</h3>
        <ul class="promises"><promise-item v-for="one in promises" :key="one.id" :promise="one" :now="now" @done="read" @problem="$emit('problem', $event)"/></ul></template>
    </section>`,
  methods: {
    readSoon() {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.read(), this.of === this.view.item.id ? SETTLE : 0);
    },
    async read() {
      const id = this.view.item.id;
      try {
        const state = await call("GET", `/v1/desk/conversations/${encodeURIComponent(id)}/state`);
        if (id === this.view.item.id) {
          this.state = state;
          this.of = id;
        }
      } catch {
        // What was known stays; it comes again with the next message.
      }
    },
  },
};
