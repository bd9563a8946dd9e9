// The company's language model, if it has one: better words for what is being written.

import { call } from "linli-desk/api.js";
import { Icon } from "linli-desk/icons.js";

export const RewritePanel = {
  components: { Icon },
  props: { id: String, own: Boolean, memory: Object },
  emits: ["take", "problem"],
  data: () => ({ available: false, busy: false, found: null, said: "" }),
  watch: {
    id() {
      this.found = null;
      this.said = "";
    },
  },
  async mounted() {
    try {
      this.available = (await call("GET", "/v1/desk/rewriting")).available;
    } catch {
      this.available = false;
    }
  },
  template: `
    <section v-if="available && own" class="rewrite" aria-label="AI 改写">
      <button type="button" class="plain" :disabled="busy" @click="rewrite"><icon name="spark"/>{{ busy ? '正在改写…' : '用 AI 改写草稿' }}</button>
      <p class="rewrite-said" role="status">{{ said }}</p>
      <div v-if="found" class="offer"><p class="offer-why"><span class="tag is-ai">AI 改写，请核对</span></p><p class="offer-text">{{ found.text }}</p>
        <p class="offer-acts"><button type="button" class="primary is-small" @click="take">采用</button><button type="button" class="quiet is-small" @click="found = null">不用</button></p></div>
    </section>`,
  methods: {
    async rewrite() {
      const id = this.id;
      const text = this.memory.draft(id).text.trim();
      this.found = null;
      this.said = text ? "" : "先在下面写几个字，再让 AI 改写。";
      if (!text) return;
      this.busy = true;
      try {
        const found = await call("POST", `/v1/desk/conversations/${encodeURIComponent(id)}/rewrite`, { text });
        if (id !== this.id) return;
        if (found.ai) this.found = found;
        else this.said = "这次没有更好的改法，草稿照旧。";
      } catch (error) {
        this.$emit("problem", error);
      } finally {
        this.busy = false;
      }
    },
    take() {
      this.$emit("take", this.found.text);
      this.found = null;
    },
  },
};
