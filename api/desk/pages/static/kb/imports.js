// Files in: chosen, looked at, imported, taken back.

import { clock, dayName } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";
import { kb } from "linli-kb/api.js";

const CHANGES = { new: "新增", updated: "有变化", unchanged: "没有变化", covered: "法规库已有，不用导入" };
const KINDS = ".docx,.pdf,.html,.htm,.md,.txt,.xlsx,.csv";
const LISTED = 40;

export const ImportPanel = {
  components: { Icon },
  props: { options: Object },
  emits: ["problem", "done", "drafts"],
  data() {
    return {
      kinds: KINDS, changes: CHANGES, listed: LISTED, files: [], over: false, plan: null, history: [], busy: "",
      aim: { scope: "", region: "" }, // nobody's answers land in an estate by default
    };
  },
  computed: {
    names() {
      return this.files.map((file) => file.name).join("、");
    },
    aimless() {
      return this.plan.drafts.length > 0 && !this.aim.scope;
    },
    possible() {
      return !this.plan.problems.length && this.plan.changes > 0 && !this.aimless && !this.busy;
    },
    outcome() {
      if (this.plan.problems.length) return "有文件不能导入，什么都不会改变。";
      if (this.aimless) return "请先选问答和通知给谁用。";
      return this.plan.changes ? `将写入 ${this.plan.changes} 项，可以撤销。` : "都导入过了，没有变化。";
    },
  },
  template: `
    <section class="kb-import" aria-label="导入文件">
      <div class="kb-import-inner">
        <h1>导入文件</h1>
        <p class="kb-lead">法规（Word、PDF、网页、文本）导入后马上可以检索和引用；问答表（Excel、CSV）和通知先成为草稿，审核通过才会回答住户。</p>
        <label class="kb-drop" :class="{ 'is-over': over }" @dragover.prevent="over = true" @dragleave="over = false" @drop.prevent="dropped">
          <input ref="box" type="file" multiple :accept="kinds" aria-label="选择文件" @change="chosen($event.target.files)">
          <icon name="plus"/><b>{{ files.length ? names : '点这里选择文件，或拖到这里' }}</b><span v-if="files.length">再点一下可以换文件</span><span v-else>docx、pdf、html、md、txt、xlsx、csv，每个不超过 20 MB</span>
        </label>
        <div class="form form-pair">
          <label>问答和通知给谁用<select v-model="aim.scope" name="aim" @change="look"><option value="">请选择</option><option v-for="one in options.scopes" :key="one.id" :value="one.id">{{ one.name }}</option></select></label>
          <label>法规适用地区（可不填，默认看名称）<input v-model.trim="aim.region" name="region" maxlength="20" placeholder="如 杭州、浙江" @change="look"></label>
        </div>
        <p v-if="busy" class="empty" role="status">{{ busy }}</p>
        <div v-if="plan" class="kb-plan" aria-label="预览" aria-live="polite">
          <p v-for="line in plan.problems" :key="line" class="kb-note is-bad"><icon name="stop"/><span>{{ line }}</span></p>
          <h2 v-if="plan.laws.length">法规</h2>
          <article v-for="law in plan.laws" :key="law.source + law.name" class="kb-law">
            <p><b>{{ law.name }}</b><span class="tag" :class="law.change === 'new' || law.change === 'updated' ? 'is-good' : 'is-calm'">{{ changes[law.change] }}</span></p>
            <p class="kb-where">共 {{ law.articles }} 条 · {{ law.region ? '适用于' + law.region : '全国适用' }} · {{ law.effective_date ? law.effective_date + ' 起施行' : '没有写明施行日期' }}<template v-if="law.amended_on"> · {{ law.amended_on }} 修改</template><template v-if="law.repealed"> · 已废止，只保留不回答</template></p>
            <p v-if="law.change === 'updated'" class="kb-where">新增 {{ law.added.length }} 条，改动 {{ law.changed.length }} 条{{ articles(law.changed) }}，减少 {{ law.dropped.length }} 条{{ articles(law.dropped) }}，{{ law.same }} 条不变</p>
          </article>
          <h2 v-if="plan.drafts.length">草稿（{{ plan.drafts.length }}）</h2>
          <article v-for="draft in plan.drafts.slice(0, listed)" :key="draft.title" class="kb-law">
            <p><b>{{ draft.title }}</b><span class="tag" :class="draft.change === 'unchanged' ? 'is-calm' : 'is-good'">{{ changes[draft.change] }}</span></p>
            <p class="kb-where"><template v-if="aim.scope">{{ draft.scope_name }} · </template>{{ draft.questions }} 种问法，另有 {{ draft.proposals }} 种建议<template v-if="draft.citations.length"> · 依据 {{ draft.citations.join('、') }}</template></p>
          </article>
          <p v-if="plan.drafts.length > listed" class="kb-where">还有 {{ plan.drafts.length - listed }} 条</p>
          <p v-for="line in plan.skipped" :key="line" class="kb-note is-warn"><icon name="alert"/><span>{{ line }}</span></p>
          <p class="kb-acts"><span>{{ outcome }}</span><button type="button" class="primary" :disabled="!possible" @click="apply">确认导入</button></p>
        </div>
        <template v-if="history.length"><h2>做过的导入</h2>
          <ul class="kb-history"><li v-for="one in history" :key="one.id"><span><b>{{ one.titles.slice(0, 2).join('、') }}{{ one.titles.length > 2 ? ' 等 ' + one.titles.length + ' 项' : '' }}</b><span class="kb-where">{{ when(one.at) }}</span></span><span v-if="one.undone" class="tag is-calm">已撤销</span><button v-else type="button" class="plain is-small" :disabled="!!busy" @click="undo(one)"><icon name="turn"/>撤销</button></li></ul></template>
      </div>
    </section>`,
  mounted() {
    this.read();
  },
  methods: {
    when: (at) => `${dayName(at)} ${clock(at)}`,
    articles: (numbers) => (numbers.length ? `（第${numbers.slice(0, 8).join("、")}${numbers.length > 8 ? " 等" : ""}条）` : ""),
    async read() {
      await this.work("", async () => (this.history = await kb.history()));
    },
    dropped(event) {
      this.over = false;
      this.chosen(event.dataTransfer.files);
    },
    chosen(files) {
      if (!files.length) return;
      this.files = [...files];
      this.look();
    },
    async look() {
      this.plan = null;
      if (this.files.length) await this.work("正在读文件…", async () => (this.plan = await kb.preview(this.files, this.aim)));
    },
    async apply() {
      await this.work("正在导入并建立索引，法规多时要等一会儿…", async () => {
        await kb.apply(this.files, this.aim);
        const drafts = this.plan.drafts.some((one) => one.change === "new" || one.change === "updated");
        this.files = [];
        this.plan = null;
        this.$refs.box.value = "";
        this.history = await kb.history();
        this.$emit("done", drafts ? "已导入，草稿在“草稿”里等您审核。" : "已导入，现在就可以检索和引用。");
      });
    },
    async undo(one) {
      await this.work("正在撤销…", async () => {
        const done = await kb.undo(one.id);
        this.history = await kb.history();
        const kept = done.kept.length ? `，${done.kept.length} 项后来改过，保留不动` : "";
        this.$emit("done", `已撤销 ${done.restored.length} 项${kept}。`);
        await this.look();
      });
    },
    async work(words, act) {
      this.busy = words;
      try {
        await act();
      } catch (error) {
        this.$emit("problem", error);
      } finally {
        this.busy = "";
      }
    },
  },
};
