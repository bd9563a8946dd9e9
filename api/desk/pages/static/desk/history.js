// What this resident and this home came with before.

import { desk } from "linli-desk/api.js";
import { clock, dayName, ORDER_KINDS, ORDER_STATUS } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

const KINDS = { handoff: "转人工", close: "结束" };

const PastList = {
  props: { past: Object, title: String },
  emits: ["open"],
  data: () => ({ KINDS, kinds: ORDER_KINDS, states: ORDER_STATUS }),
  template: `
    <div v-if="past.conversations.length || past.work_orders.length" class="past">
      <h3>{{ title }}</h3>
      <ul>
        <li v-for="order in past.work_orders" :key="order.id" class="past-order"><b>{{ kinds[order.kind] }}</b> {{ order.number }}<span class="order-state" :class="'is-' + order.status">{{ states[order.status] }}</span><p>{{ order.description }}</p></li>
        <li v-for="one in past.conversations" :key="one.id" class="past-talk">
          <button v-if="!one.current" type="button" class="past-open" @click="$emit('open', one.id)">{{ when(one.created_at) }}的会话</button>
          <b v-else>这个会话之前</b>
          <p v-for="verdict in one.verdicts" :key="verdict.seq" class="verdict"><span :aria-label="verdict.score + ' 分'">{{ verdict.score ? '★'.repeat(verdict.score) + '☆'.repeat(5 - verdict.score) : '' }}</span> {{ verdict.score_name }}<template v-if="verdict.words">　“{{ verdict.words }}”</template></p>
          <details v-for="summary in one.summaries" :key="summary.seq + summary.kind"><summary><span>{{ when(summary.created_at) }} {{ nameOf(summary) }}{{ summary.result_name ? '，' + summary.result_name : '' }}</span>{{ summary.content.what }}</summary>
            <p>{{ summary.content.who }}　{{ summary.content.where }}</p>
            <p v-if="summary.content.done.length"><b>已做</b> {{ summary.content.done.join('；') }}</p><p v-if="summary.content.open.length"><b>还要</b> {{ summary.content.open.join('；') }}</p>
            <p v-if="summary.staff" class="note-by">{{ summary.staff }}{{ summary.edited ? ' 改定' : '' }}</p></details>
        </li>
      </ul>
    </div>`,
  methods: {
    when: (iso) => dayName(iso) + " " + clock(iso),
    /** A handoff by a colleague was from one person to the next. */
    nameOf: (summary) => (summary.kind === "handoff" && summary.staff ? "换人接待" : KINDS[summary.kind]),
  },
};

export const HistoryPanel = {
  components: { Icon, PastList },
  props: { id: String },
  emits: ["open"],
  data: () => ({ found: null }),
  computed: {
    some() {
      const full = (past) => past.conversations.length + past.work_orders.length > 0;
      return !!this.found && (full(this.found.resident) || full(this.found.house));
    },
  },
  template: `
    <section v-if="some" class="history" aria-labelledby="history-title"><h2 id="history-title"><icon name="clock"/>以前的事</h2>
      <past-list :past="found.resident" title="这位住户" @open="$emit('open', $event)"/><past-list :past="found.house" :title="'同一户 ' + found.room" @open="$emit('open', $event)"/>
    </section>`,
  watch: {
    id: { immediate: true, handler: "read" },
  },
  methods: {
    async read() {
      const id = this.id;
      this.found = null;
      if (!id) return;
      try {
        const found = await desk.history(id);
        if (id === this.id) this.found = found;
      } catch {
        // The conversation itself says what is wrong, if anything is.
      }
    },
  },
};
