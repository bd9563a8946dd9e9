// Canned replies: a palette over the draft, opened by "/" in an empty one; and their keeping.

import { desk } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";
import { Icon } from "linli-desk/icons.js";

export const CannedPalette = {
  components: { Icon },
  props: { id: String },
  emits: ["use", "shut", "problem"],
  data: () => ({ query: "", offered: [], at: 0 }),
  watch: {
    query: "search",
  },
  template: `
    <section class="palette" role="dialog" aria-label="常用语" @keydown.esc.stop.prevent="$emit('shut')">
      <div class="search"><icon name="search"/><input ref="box" v-model="query" maxlength="60" aria-label="找常用语" placeholder="找常用语：报修、久等、账单…" role="combobox" aria-expanded="true" aria-controls="canned-list"
        @keydown.down.prevent="step(1)" @keydown.up.prevent="step(-1)" @keydown.enter.prevent="pick"></div>
      <ul id="canned-list" ref="list" role="listbox"><li v-for="(one, index) in offered" :key="one.id" role="option" class="canned" :class="{ 'is-on': index === at }" :aria-selected="index === at" @click="use(one)">
        <p><b>{{ one.title }}</b><span v-if="one.unknown.length" class="canned-gap">{{ one.unknown.join('、') }}不知道，已略去</span></p><p class="canned-text">{{ one.filled }}</p></li></ul>
      <p v-if="!offered.length" class="empty">没有这样的常用语。</p>
    </section>`,
  mounted() {
    this.search();
    this.$refs.box.focus();
  },
  methods: {
    async search() {
      if (this.aborter) this.aborter.abort();
      const aborter = (this.aborter = new AbortController());
      try {
        const offered = await desk.canned(this.id, this.query, aborter.signal);
        if (aborter !== this.aborter) return;
        this.offered = offered;
        this.at = 0;
      } catch (error) {
        if (!aborter.signal.aborted) this.$emit("problem", error);
      }
    },
    step(by) {
      this.at = Math.max(0, Math.min(this.offered.length - 1, this.at + by));
      this.$nextTick(() => this.$refs.list.children[this.at].scrollIntoView({ block: "nearest" }));
    },
    pick(event) {
      if (!event.isComposing && event.keyCode !== 229 && this.offered[this.at]) this.use(this.offered[this.at]);
    },
    use(one) {
      desk.cannedUsed(one.id).catch(() => {}); // only the order of the list hangs on it
      this.$emit("use", one.filled);
    },
  },
};

const EMPTY = { id: "", estate_id: null, title: "", text: "", keywords: "" };

export const CannedDialog = {
  components: { Frame, Icon },
  props: { estates: Object },
  emits: ["shut", "problem"],
  data: () => ({ all: [], one: null, busy: false }),
  template: `
    <Frame title="常用语" wide @shut="$emit('shut')">
      <form v-if="one" class="form" @submit.prevent="keep">
        <div class="form-pair"><label>标题<input v-model.trim="one.title" maxlength="40" required></label><label>用在<select v-model="one.estate_id"><option :value="null">所有小区</option><option v-for="(name, id) in estates" :key="id" :value="id">{{ name }}</option></select></label></div>
        <label>内容<textarea v-model="one.text" rows="4" maxlength="2000" required></textarea></label>
        <label>关键词（空格隔开）<input v-model.trim="one.keywords" maxlength="120"></label>
        <p class="form-note">可以写 {姓名} {房号} {小区} {客服}，用的时候会自动填好。</p>
        <div class="dialog-acts"><button v-if="one.id" type="button" class="quiet" :disabled="busy" @click="drop">删除</button><button type="button" class="quiet" @click="one = null">返回</button><button class="primary" :disabled="busy">保存</button></div>
      </form>
      <template v-else><p><button type="button" class="chip is-strong" @click="edit()"><icon name="plus"/>新增</button></p>
        <ul class="canned-all"><li v-for="reply in all" :key="reply.id"><button type="button" class="canned" @click="edit(reply)"><b>{{ reply.title }}</b><span class="canned-gap">{{ reply.estate_id ? estates[reply.estate_id] : '所有小区' }} · 用过 {{ reply.uses }} 次</span><span class="canned-text">{{ reply.text }}</span></button></li></ul></template>
    </Frame>`,
  mounted() {
    this.read();
  },
  methods: {
    edit(reply = EMPTY) {
      this.one = { ...reply };
    },
    async act(work) {
      this.busy = true;
      try {
        await work();
        this.one = null;
        this.all = await desk.cannedAll();
      } catch (error) {
        this.$emit("problem", error);
      }
      this.busy = false;
    },
    read() {
      this.act(async () => {});
    },
    keep() {
      const { id, estate_id, title, text, keywords } = this.one;
      this.act(() => desk.keepCanned(id, { estate_id, title, text, keywords }));
    },
    drop() {
      this.act(() => desk.dropCanned(this.one.id));
    },
  },
};
