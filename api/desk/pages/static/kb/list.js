// Entries to choose from: search, narrow down, see what needs somebody.

import { Icon } from "linli-desk/icons.js";

export const STATES = {
  live: "生效中",
  due: "待复核",
  waiting: "未到生效日",
  expired: "已过期",
};
const AFTER = 200; // milliseconds

export const EntryList = {
  components: { Icon },
  props: { rows: Array, wanted: Object, options: Object, open: String, due: Number },
  emits: ["open", "narrow", "create"],
  data() {
    return { words: this.wanted.q, states: STATES };
  },
  watch: {
    words(q) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.narrow("q", q.trim()), AFTER);
    },
  },
  template: `
    <section class="kb-list" aria-label="知识条目">
      <div class="kb-tools">
        <div class="search"><icon name="search"/><input v-model="words" type="search" maxlength="100" aria-label="搜索条目" placeholder="搜标题、问法、答案、法条"></div>
        <div class="kb-narrow">
          <select aria-label="适用范围" :value="wanted.scope" @change="narrow('scope', $event.target.value)"><option value="">全部范围</option><option v-for="one in options.scopes" :key="one.id" :value="one.id">{{ one.name }}</option></select>
          <select aria-label="类别" :value="wanted.category" @change="narrow('category', $event.target.value)"><option value="">全部类别</option><option v-for="one in options.categories" :key="one.id" :value="one.id">{{ one.name }}</option></select>
          <select aria-label="状态" :value="wanted.state" @change="narrow('state', $event.target.value)"><option value="">全部状态</option><option v-for="(name, id) in states" :key="id" :value="id">{{ name }}</option></select>
        </div>
        <p class="kb-count"><span v-if="rows">共 {{ rows.length }} 条</span><button v-if="due && !wanted.state" type="button" class="chip is-strong" @click="narrow('state', 'due')">{{ due }} 条待复核</button><button type="button" class="plain is-small" @click="$emit('create')"><icon name="plus"/>新建条目</button></p>
      </div>
      <ul class="kb-rows">
        <li v-for="row in rows" :key="row.id"><button type="button" class="kb-row" :class="{ 'is-open': row.id === open }" :data-id="row.id" :aria-current="row.id === open" @click="$emit('open', row.id)">
          <b>{{ row.title }}</b>
          <span class="kb-where">{{ row.category_name }} · {{ row.scope_name }} · {{ row.questions }} 种问法</span>
          <span v-if="row.state !== 'live'" class="kb-state" :class="'is-' + row.state">{{ states[row.state] }}</span>
          <span v-if="row.state === 'due'" class="kb-why">{{ row.findings.length ? row.findings[0].detail : '' }}</span>
        </button></li>
        <li v-if="rows && !rows.length" class="empty">没有符合的条目。</li>
      </ul>
    </section>`,
  beforeUnmount() {
    clearTimeout(this.timer);
  },
  methods: {
    narrow(key, value) {
      this.$emit("narrow", { ...this.wanted, [key]: value });
    },
  },
};

export const DraftList = {
  props: { rows: Array, open: String },
  emits: ["open"],
  template: `
    <section class="kb-list" aria-label="草稿">
      <p class="kb-lead">导入的问答和通知先放在这里。通过之前，住户问不到。</p>
      <ul class="kb-rows">
        <li v-for="row in rows" :key="row.id"><button type="button" class="kb-row" :class="{ 'is-open': row.id === open }" :data-id="row.id" @click="$emit('open', row.id)">
          <b>{{ row.title }}</b><span class="kb-where">{{ row.category_name }} · {{ row.scope_name }}</span><span class="kb-where">来自 {{ row.source }}，{{ row.made_on }}</span>
        </button></li>
        <li v-if="rows && !rows.length" class="empty">没有等待审核的草稿。可以在“导入文件”里放入问答表或通知。</li>
      </ul>
    </section>`,
};
