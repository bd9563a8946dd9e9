// Looking something up without leaving the conversation.

import { desk } from "linli-desk/api.js";
import { Icon } from "linli-desk/icons.js";

const AFTER = 300; // milliseconds
const WORTH = 0.05; // below this a hit is noise
const SURE = { answer: "", confirm: "可能是您要的，请核对", ask: "没有十分吻合的，以下仅供参考", none: "没有可靠的依据，以下仅供参考" };

export const KnowledgePanel = {
  components: { Icon },
  props: { id: String, estate: String, estateName: String, own: Boolean },
  emits: ["use", "article", "problem", "leave"],
  data: () => ({ query: "", hits: null, sure: "", open: "", busy: false }),
  watch: {
    query() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), AFTER);
    },
    // A question belongs to the conversation in which it was asked.
    id() {
      this.query = "";
      this.hits = null;
    },
  },
  template: `
    <section class="knowledge" role="search" aria-label="知识查询">
      <div class="search">
        <icon name="search"/>
        <input ref="box" v-model="query" type="search" maxlength="200" aria-label="查知识和法条" :placeholder="'查知识、法条（' + estateName + '）'"
          @keydown.enter.prevent="search" @keydown.esc.stop="leave" @keydown.down.prevent="first">
        <kbd v-if="!query">/</kbd>
      </div>
      <div v-if="hits" class="hits" aria-live="polite">
        <p v-if="sure" class="hits-note">{{ sure }}</p>
        <p v-if="!hits.length" class="empty">没有找到，换个说法试试。</p>
        <article v-for="hit in hits" :key="hit.id" class="hit" :class="'is-' + hit.kind">
          <button type="button" class="hit-title" :aria-expanded="open === hit.id" @click="open = open === hit.id ? '' : hit.id">
            <icon :name="hit.kind === 'entry' ? 'note' : 'book'"/><span>{{ hit.title }}</span><i>{{ Math.round(hit.probability * 100) }}%</i></button>
          <div v-if="open === hit.id" class="hit-body">
            <p class="words">{{ hit.text }}</p>
            <p v-if="hit.missing_fact" class="hits-note">本小区缺少部分登记信息，请核实后再答。</p>
            <p v-if="hit.kind === 'entry' && hit.citations.length" class="chips"><button v-for="one in hit.citations" :key="one.ref" type="button" class="chip" @click="$emit('article', one.ref)"><icon name="book"/>{{ one.law }} {{ one.label }}</button></p>
            <button v-if="own" type="button" class="primary is-small" @click="use(hit)">{{ hit.kind === 'entry' ? '放进回复' : '引用这一条' }}</button>
          </div>
        </article>
      </div>
    </section>`,
  beforeUnmount() {
    clearTimeout(this.timer);
  },
  methods: {
    async search() {
      clearTimeout(this.timer);
      const query = this.query.trim();
      if (this.aborter) this.aborter.abort();
      if (query.length < 2) {
        this.hits = null;
        return;
      }
      const aborter = (this.aborter = new AbortController());
      try {
        const found = await desk.knowledge(this.estate, query, aborter.signal);
        if (aborter !== this.aborter) return;
        this.hits = found.hits.filter((hit, index) => index === 0 || hit.probability >= WORTH);
        this.sure = SURE[found.confidence] || "";
        this.open = found.hits.length ? found.hits[0].id : "";
      } catch (error) {
        if (!aborter.signal.aborted) this.$emit("problem", error);
      }
    },
    use(hit) {
      this.$emit("use", hit.kind === "entry" ? hit.text : `${hit.title}规定：${hit.text}`);
    },
    focus() {
      this.$refs.box.focus();
      this.$refs.box.select();
    },
    leave() {
      if (this.query) this.query = "";
      else this.$emit("leave");
    },
    first() {
      const title = this.$el.querySelector(".hit-title");
      if (title) title.focus();
    },
  },
};
