// A draft that must not leave: why, the article itself, and the deliberate way around.

import { desk } from "linli-desk/api.js";
import { articleName, articleOf, CODES } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

const LEAST = 6; // characters of a written reason, as the server asks

export const RefusedPanel = {
  components: { Icon },
  props: { flags: Array, sending: Boolean },
  emits: ["override", "back", "article"],
  data: () => ({ insisting: false, reason: "", articles: {} }),
  computed: {
    enough() {
      return Array.from(this.reason.trim()).length >= LEAST;
    },
  },
  template: `
    <div class="refused" role="alertdialog" aria-labelledby="refused-title" @keydown.esc.stop="$emit('back')">
      <h3 id="refused-title"><icon name="stop"/>这条没有发出</h3>
      <div v-for="flag in flags" :key="flag.key" class="refused-flag" :data-code="flag.code">
        <p><b>{{ name(flag) }}</b>{{ flag.reason }}</p>
        <blockquote v-if="articles[flag.basis]"><b>《{{ articles[flag.basis].law }}》{{ articles[flag.basis].label }}</b>{{ articles[flag.basis].text }}</blockquote>
      </div>
      <div v-if="!insisting" class="refused-acts">
        <button ref="back" type="button" class="primary" @click="$emit('back')">回去修改</button>
        <button type="button" class="quiet" @click="insist">仍要发送…</button>
      </div>
      <form v-else class="refused-reason" @submit.prevent="enough && $emit('override', reason.trim())">
        <label for="override-reason">请写明为什么必须这样发（至少 {{ 6 }} 个字，会留存备查）</label>
        <textarea id="override-reason" ref="reason" v-model="reason" rows="2" maxlength="500"></textarea>
        <div class="refused-acts">
          <button type="button" class="primary" @click="$emit('back')">回去修改</button>
          <button class="danger" :disabled="!enough || sending">{{ sending ? '发送中…' : '记下理由并发送' }}</button>
        </div>
      </form>
    </div>`,
  mounted() {
    this.$refs.back.focus();
    new Set(this.flags.map((flag) => flag.basis)).forEach((basis) => this.read(basis));
  },
  methods: {
    name: (flag) => CODES[flag.code] || flag.code,
    articleName,
    async read(basis) {
      const found = articleOf(basis);
      if (!found) return;
      try {
        this.articles[basis] = await desk.provision(found.law, found.article);
      } catch {
        // The reason already names the article.
      }
    },
    insist() {
      this.insisting = true;
      this.$nextTick(() => this.$refs.reason.focus());
    },
  },
};
