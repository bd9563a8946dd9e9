// Contradictions, both sides next to each other, for somebody to judge.

import { Icon } from "linli-desk/icons.js";
import { Frame } from "linli-desk/dialogs.js";
import { kb } from "linli-kb/api.js";

/** A text in pieces, with the words in question marked wherever they stand in it. */
export function pieces(side) {
  const at = side.words ? side.text.indexOf(side.words.replace(/。$/, "")) : -1;
  if (at < 0) return [{ text: side.text, on: false }];
  const end = at + side.words.replace(/。$/, "").length;
  return [
    { text: side.text.slice(0, at), on: false },
    { text: side.text.slice(at, end), on: true },
    { text: side.text.slice(end), on: false },
  ];
}

export const ClashCard = {
  components: { Icon },
  props: { clash: Object, busy: Boolean, own: String }, // own: what is being edited, where it is only shown
  emits: ["open", "article", "settle", "reopen"],
  template: `
    <article class="kb-clash" :class="{ 'is-settled': clash.settled }" :data-kind="clash.kind">
      <p class="kb-clash-head"><span class="tag" :class="clash.kind === 'duplicate' ? 'is-calm' : 'is-warn'">{{ clash.kind_name }}</span><span>{{ clash.why }}</span></p>
      <div class="kb-sides">
        <section v-for="side in [clash.one, clash.other]" :key="side.ref" :aria-label="side.title">
          <h3>{{ side.title }}</h3>
          <p v-if="side.asked" class="kb-where">问：{{ side.asked }}</p>
          <p class="kb-side-text" tabindex="0"><template v-for="(piece, place) in marked(side)" :key="place"><mark v-if="piece.on">{{ piece.text }}</mark><template v-else>{{ piece.text }}</template></template></p>
          <button v-if="side.law" type="button" class="chip" @click="$emit('article', side.ref)">看条文</button>
          <button v-else-if="!own" type="button" class="chip" @click="$emit('open', side.ref)">打开条目</button>
        </section>
      </div>
      <p v-if="!own" class="kb-clash-foot"><button v-if="clash.settled" type="button" class="plain is-small" :disabled="busy" @click="$emit('reopen', clash)"><icon name="turn"/>重新列出</button><button v-else type="button" class="plain is-small" :disabled="busy" @click="$emit('settle', clash)"><icon name="check"/>看过了，不矛盾</button></p>
    </article>`,
  mounted() {
    // A long text is opened at the words in question.
    for (const box of this.$el.querySelectorAll(".kb-side-text")) {
      const mark = box.querySelector("mark");
      if (mark) box.scrollTop = mark.offsetTop - box.offsetTop - 24;
    }
  },
  methods: {
    /** The side as it is being written has no stored text yet: its words stand for it. */
    marked: (side) => pieces(side.text ? side : { ...side, text: side.words }),
  },
};

export const ClashList = {
  components: { ClashCard },
  emits: ["open", "article", "problem", "count"],
  data: () => ({ rows: null, old: false, busy: false }),
  computed: {
    waiting() {
      return (this.rows || []).filter((row) => !row.settled);
    },
    settled() {
      return (this.rows || []).filter((row) => row.settled);
    },
  },
  template: `
    <section class="kb-import" aria-label="矛盾和重复">
      <div class="kb-import-inner is-wide">
        <h1>矛盾和重复</h1>
        <p class="kb-lead">自动比对条目和条目、条目和所引条文。列出来的不一定有错，请两边对照看：真有问题就打开条目改，没有问题点“看过了”，两边文字不变就不再列出。</p>
        <p v-if="!rows" class="empty" role="status">正在比对，要几秒钟…</p>
        <p v-else-if="!waiting.length" class="empty">没有要看的。</p>
        <clash-card v-for="row in waiting" :key="row.key" :clash="row" :busy="busy" own="" @open="id => $emit('open', id)" @article="ref => $emit('article', ref)" @settle="settle"/>
        <p v-if="settled.length"><button type="button" class="plain is-small" :aria-expanded="old" @click="old = !old">{{ old ? '收起' : '看过的' }} {{ settled.length }} 处</button></p>
        <template v-if="old"><clash-card v-for="row in settled" :key="row.key" :clash="row" :busy="busy" own="" @open="id => $emit('open', id)" @article="ref => $emit('article', ref)" @reopen="reopen"/></template>
      </div>
    </section>`,
  mounted() {
    this.work(() => this.read());
  },
  methods: {
    async read() {
      this.rows = await kb.clashes();
      this.$emit("count", this.waiting.length);
    },
    settle(clash) {
      this.work(async () => {
        await kb.settle(clash.key);
        await this.read();
      });
    },
    reopen(clash) {
      this.work(async () => {
        await kb.reopen(clash.key);
        await this.read();
      });
    },
    async work(act) {
      this.busy = true;
      try {
        await act();
      } catch (error) {
        this.$emit("problem", error);
      } finally {
        this.busy = false;
      }
    },
  },
};

/** Asked before something is made live that contradicts what is live: a warning, no obstacle. */
export const ClashDialog = {
  components: { ClashCard, Frame },
  props: { clashes: Array, own: String, yes: String, busy: Boolean },
  emits: ["shut", "yes", "article"],
  template: `
    <Frame title="可能和现有内容矛盾" wide @shut="$emit('shut')">
      <p class="dialog-lead">请对照看一下。没有问题可以继续。</p>
      <div class="kb-clashes"><clash-card v-for="one in clashes" :key="one.key" :clash="one" :own="own" @article="ref => $emit('article', ref)"/></div>
      <div class="dialog-acts"><button ref="back" type="button" class="plain" @click="$emit('shut')">回去改</button><button type="button" class="primary" :disabled="busy" @click="$emit('yes')">{{ yes }}</button></div>
    </Frame>`,
  mounted() {
    this.$refs.back.focus();
  },
};
