// One entry or draft: its words, its basis, its time; checked while it is written.

import { Icon } from "linli-desk/icons.js";
import { kb } from "linli-kb/api.js";
import { bodyOf, inAYear, waysOf } from "linli-kb/form.js";

const AFTER = 350; // milliseconds
export const NEW = "service/new-0"; // stands for an entry that has no id yet

export const EntryEditor = {
  components: { Icon },
  props: { subject: Object, options: Object, busy: Boolean },
  emits: ["save", "approve", "keep", "reject", "withdraw", "back", "article", "dirty", "open"],
  data() {
    return {
      fields: { ...this.subject.fields, citations: [...this.subject.fields.citations] },
      checked: this.subject.checked,
      shown: false, // whether a missing field is pointed at
    };
  },
  computed: {
    ways() {
      return waysOf(this.fields);
    },
    body() {
      return bodyOf(this.fields, this.subject.version);
    },
    errors() {
      return this.checked.findings.filter((one) => one.severity === "error");
    },
    warnings() {
      return this.checked.findings.filter((one) => one.severity === "warning");
    },
    proposals() {
      return (this.subject.proposals || []).filter((one) => !this.ways.includes(one));
    },
    draft() {
      return this.subject.kind === "draft";
    },
    ready() {
      return !!this.body && !this.errors.length && !this.busy;
    },
    scopes() {
      const known = this.options.scopes.some((one) => one.id === this.fields.scope);
      return known ? this.options.scopes : [...this.options.scopes, { id: this.fields.scope, name: this.subject.scopeName }];
    },
  },
  watch: {
    fields: {
      deep: true,
      handler() {
        this.$emit("dirty", true);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.check(), AFTER);
      },
    },
  },
  template: `
    <section class="kb-editor" :aria-label="draft ? '草稿' : '条目'">
      <header class="kb-head">
        <button type="button" class="quiet icon-only only-narrow" aria-label="回到列表" @click="$emit('back')"><icon name="back"/></button>
        <h1>{{ fields.title || '新条目' }}</h1>
        <span class="kb-where">{{ subject.note }}</span>
      </header>
      <form class="kb-form form" @submit.prevent="submit" novalidate>
        <div v-if="subject.near && subject.near.length" class="kb-note is-warn"><icon name="alert"/><div>已有相近的条目，可能不用再加：<button v-for="one in subject.near" :key="one.id" type="button" class="chip" @click="$emit('open', one.id)">{{ one.title }}</button></div></div>
        <ul v-if="errors.length || warnings.length" class="kb-findings" aria-live="polite" aria-label="检查结果">
          <li v-for="one in errors" :key="'e' + one.detail" class="kb-note is-bad"><icon name="stop"/><span>{{ one.detail }}</span></li>
          <li v-for="one in warnings" :key="'w' + one.detail" class="kb-note is-warn"><icon name="alert"/><span>{{ one.detail }}</span></li>
        </ul>
        <label>标题<input v-model="fields.title" name="title" maxlength="60" required></label>
        <label>住户会怎么问（一行一种，至少 6 种，现在 {{ ways.length }} 种）<textarea v-model="fields.asked" name="questions" :rows="Math.min(14, Math.max(6, ways.length + 1))"></textarea></label>
        <div v-if="proposals.length" class="kb-proposals"><p>建议的问法，点一下加入：</p><p class="chips"><button v-for="one in proposals" :key="one" type="button" class="chip" @click="ask(one)"><icon name="plus"/>{{ one }}</button></p></div>
        <label>答案<textarea ref="answer" v-model="fields.answer" name="answer" rows="9" maxlength="4000" required></textarea></label>
        <label class="kb-fact">插入小区信息<select @change="insert($event)"><option value="">选一项，各小区自动填自己的</option><option v-for="one in options.facts" :key="one.id" :value="one.id">{{ one.name }}</option></select></label>
        <fieldset class="kb-basis"><legend>依据</legend>
          <div v-for="(written, place) in fields.citations" :key="place" class="kb-cite">
            <input v-model="fields.citations[place]" :aria-label="'依据 ' + (place + 1)" maxlength="80" placeholder="如 民法典第944条">
            <button type="button" class="quiet icon-only" aria-label="去掉这条依据" @click="fields.citations.splice(place, 1)"><icon name="close"/></button>
            <p v-if="cited(written)" class="kb-cited" :class="cited(written).ok ? 'is-good' : 'is-bad'"><icon :name="cited(written).ok ? 'check' : 'stop'"/><span>{{ cited(written).ok ? cited(written).name + '，' : '' }}{{ cited(written).detail }}</span><button v-if="cited(written).ref" type="button" class="chip" @click="$emit('article', cited(written).ref)">看原文</button></p>
          </div>
          <button type="button" class="plain is-small" @click="fields.citations.push('')"><icon name="plus"/>加一条依据</button>
        </fieldset>
        <div class="form-pair"><label>适用范围<select v-model="fields.scope" name="scope"><option v-for="one in scopes" :key="one.id" :value="one.id">{{ one.name }}</option></select></label>
          <label>类别<select v-model="fields.category" name="category"><option v-for="one in options.categories" :key="one.id" :value="one.id">{{ one.name }}</option></select></label></div>
        <div class="form-pair"><label>生效日<input v-model="fields.valid_from" name="valid_from" type="date" required></label><label>失效日（可不填）<input v-model="fields.valid_to" name="valid_to" type="date"></label></div>
        <div class="form-pair"><label>下次复核<input v-model="fields.review_on" name="review_on" type="date" required></label><label>负责部门<input v-model="fields.owner" name="owner" list="kb-owners" maxlength="40" required></label></div>
        <datalist id="kb-owners"><option v-for="one in options.owners" :key="one" :value="one"></option></datalist>
        <p><button type="button" class="plain is-small" @click="fields.review_on = aYear()"><icon name="check"/>已复核，一年后再看</button></p>
      </form>
      <footer class="kb-foot">
        <p v-if="shown && !body" class="kb-missing" role="alert">标题、答案、生效日、复核日和负责部门都要填。</p>
        <template v-if="draft"><button type="button" class="quiet" :disabled="busy" @click="$emit('reject')">不采用</button><button type="button" class="plain" :disabled="busy || !body" @click="$emit('keep', body)">先存草稿</button><button type="button" class="primary" :disabled="!ready" @click="submit">通过并生效</button></template>
        <template v-else><button v-if="subject.id" type="button" class="quiet" :disabled="busy" @click="$emit('withdraw')">撤下</button><button type="button" class="primary" :disabled="busy || errors.length > 0" @click="submit">{{ busy ? '正在保存…' : '保存并生效' }}</button></template>
      </footer>
    </section>`,
  mounted() {
    if (!this.subject.id) this.$el.querySelector('[name="title"]').focus();
  },
  beforeUnmount() {
    clearTimeout(this.timer);
    if (this.aborter) this.aborter.abort();
  },
  methods: {
    aYear: inAYear,
    submit() {
      this.shown = true;
      if (this.body && !this.busy) this.$emit(this.draft ? "approve" : "save", this.body);
    },
    ask(way) {
      this.fields.asked = [...this.ways, way].join("\n");
    },
    insert(event) {
      const box = this.$refs.answer;
      const at = box.selectionStart ?? this.fields.answer.length;
      const key = event.target.value;
      if (key) this.fields.answer = `${this.fields.answer.slice(0, at)}{${key}}${this.fields.answer.slice(at)}`;
      event.target.value = "";
    },
    cited(written) {
      return this.checked.citations.find((one) => one.written === written.trim() || one.name === written.trim());
    },
    async check() {
      if (this.aborter) this.aborter.abort();
      if (!this.body) return;
      const aborter = (this.aborter = new AbortController());
      try {
        const found = await kb.check(this.subject.id || NEW, this.body, aborter.signal);
        if (aborter === this.aborter) this.checked = found;
      } catch {
        // What is wrong is said when it is saved.
      }
    },
  },
};
