// The knowledge page: entries, drafts, imports.

import { desk, toLogin } from "linli-desk/api.js";
import { ArticleDialog, ConfirmDialog } from "linli-desk/dialogs.js";
import { Icon } from "linli-desk/icons.js";
import { kb } from "linli-kb/api.js";
import { ClashDialog, ClashList } from "linli-kb/clashes.js";
import { EntryEditor, NEW } from "linli-kb/editor.js";
import { blank, fieldsOf } from "linli-kb/form.js";
import { ImportPanel } from "linli-kb/imports.js";
import { DraftList, EntryList } from "linli-kb/list.js";

const TOAST_FOR = 6000;
const EVERYTHING = { q: "", scope: "", category: "", state: "" };
const CLEAN = { findings: [], citations: [] };

export default {
  components: { ArticleDialog, ClashDialog, ClashList, ConfirmDialog, DraftList, EntryEditor, EntryList, Icon, ImportPanel },
  props: { staff: Object },
  data: () => ({
    tab: "entries",
    options: null,
    rows: null,
    due: 0,
    drafts: null,
    clashes: 0, // contradictions nobody has looked at; known once the tab was opened
    wanted: { ...EVERYTHING },
    subject: null, // what the editor shows
    opened: 0, // makes a new editor for each subject
    dirty: false,
    dialog: null,
    toasts: [],
    busy: false,
    failed: "",
  }),
  computed: {
    pane() {
      return this.wide || this.subject ? "detail" : "list";
    },
    /** Tabs without a list and an editor side by side. */
    wide() {
      return this.tab === "imports" || this.tab === "clashes";
    },
    openId() {
      return this.subject ? this.subject.id : "";
    },
  },
  template: `
    <div class="desk kb" :data-pane="pane" :data-tab="tab">
      <header class="bar">
        <p class="brand"><img src="static/favicon.svg" alt="" width="26" height="26"><b>邻里</b><span>知识库</span></p>
        <nav class="kb-tabs" aria-label="知识库">
          <button type="button" :aria-pressed="tab === 'entries'" @click="turn('entries')">条目</button>
          <button type="button" :aria-pressed="tab === 'drafts'" @click="turn('drafts')">草稿<span v-if="drafts && drafts.length" class="badge">{{ drafts.length }}</span></button>
          <button type="button" :aria-pressed="tab === 'clashes'" @click="turn('clashes')">矛盾<span v-if="clashes" class="badge">{{ clashes }}</span></button>
          <button type="button" :aria-pressed="tab === 'imports'" @click="turn('imports')">导入文件</button>
        </nav>
        <a class="quiet kb-home" href="./" title="回到坐席工作台"><icon name="talk"/><span>工作台</span></a>
        <p class="me"><b>{{ staff.name }}</b></p>
        <button type="button" class="quiet icon-only" aria-label="退出登录" title="退出登录" @click="logOut"><icon name="out"/></button>
      </header>
      <p v-if="failed" class="kb-note is-bad kb-failed" role="alert">{{ failed }}<button type="button" class="plain is-small" @click="start">再试一次</button></p>
      <div v-if="options && !wide" class="kb-columns">
        <entry-list v-if="tab === 'entries'" class="pane" :rows="rows" :wanted="wanted" :options="options" :open="openId" :due="due" @open="id => leave(() => open(id))" @narrow="narrow" @create="leave(create)"/>
        <draft-list v-else class="pane" :rows="drafts" :open="openId" @open="id => leave(() => openDraft(id))"/>
        <entry-editor v-if="subject" :key="opened" class="pane" :subject="subject" :options="options" :busy="busy"
          @save="save" @approve="approve" @keep="keep" @reject="askReject" @withdraw="askWithdraw" @back="leave(shut)" @article="refer => dialog = { kind: 'article', refer }" @dirty="dirty = $event" @open="openNear"/>
        <section v-else class="pane kb-empty"><icon name="book"/><p>{{ tab === 'entries' ? '选一个条目来看和改，保存后马上生效。' : '选一份草稿来看，改好再通过。' }}</p></section>
      </div>
      <import-panel v-if="options && tab === 'imports'" :options="options" @problem="problem" @done="imported"/>
      <clash-list v-if="options && tab === 'clashes'" @open="openNear" @article="refer => dialog = { kind: 'article', refer }" @problem="problem" @count="clashes = $event"/>
      <div class="toasts" aria-live="assertive"><p v-for="toast in toasts" :key="toast.id" class="toast" :class="toast.kind">{{ toast.words }}<button v-if="toast.undo" type="button" class="quiet" @click="undone(toast)">撤销</button><button type="button" class="quiet icon-only" aria-label="知道了" @click="drop(toast)"><icon name="close"/></button></p></div>
      <article-dialog v-if="dialog && dialog.kind === 'article'" :key="dialog.refer" :refer="dialog.refer" @shut="dialog = null"/>
      <clash-dialog v-if="dialog && dialog.kind === 'clashes'" :clashes="dialog.clashes" :own="dialog.own" :yes="dialog.yes" :busy="busy" @shut="dialog = null" @yes="dialog.act" @article="refer => dialog = { kind: 'article', refer }"/>
      <confirm-dialog v-if="dialog && dialog.kind === 'confirm'" :ask="dialog" :busy="busy" @shut="dialog = null" @yes="dialog.act"/>
    </div>`,
  mounted() {
    this.start();
    addEventListener("beforeunload", this.warn);
  },
  beforeUnmount() {
    removeEventListener("beforeunload", this.warn);
  },
  methods: {
    async start() {
      this.failed = "";
      try {
        this.options = await kb.options();
        await Promise.all([this.readRows(), this.readDrafts()]);
      } catch (error) {
        this.failed = error.detail;
      }
    },
    async readRows() {
      if (this.aborter) this.aborter.abort();
      const aborter = (this.aborter = new AbortController());
      try {
        const rows = await kb.entries(this.wanted, aborter.signal);
        if (aborter !== this.aborter) return;
        this.rows = rows;
        if (!this.wanted.state) this.due = rows.filter((row) => row.state === "due").length;
      } catch (error) {
        if (!aborter.signal.aborted) throw error;
      }
    },
    async readDrafts() {
      this.drafts = await kb.drafts();
    },
    narrow(wanted) {
      this.wanted = wanted;
      this.readRows().catch(this.problem);
    },

    // ---- opening

    turn(tab) {
      this.leave(() => {
        this.shut();
        this.tab = tab;
      });
    },
    /** Goes on at once, or after a yes when there are unsaved words. */
    leave(go) {
      if (!this.dirty) {
        go();
        return;
      }
      this.confirm("还没有保存", "刚才的修改还没有保存，离开就没有了。", "不保存，离开", () => {
        this.dialog = null;
        this.dirty = false;
        go();
      });
    },
    shut() {
      this.subject = null;
      this.dirty = false;
    },
    show(subject) {
      this.subject = subject;
      this.opened += 1;
      this.dirty = false;
    },
    create() {
      const scope = this.wanted.scope || this.options.scopes[0].id;
      this.show({ kind: "new", id: "", fields: blank(scope), checked: CLEAN, note: "", version: "" });
    },
    async open(id) {
      await this.act(async () => this.show(this.entrySubject(await kb.entry(id))));
    },
    async openDraft(id) {
      await this.act(async () => this.show(this.draftSubject(await kb.draft(id))));
    },
    openNear(id) {
      this.leave(() => {
        this.tab = "entries";
        this.open(id);
      });
    },
    entrySubject(entry) {
      return {
        kind: "entry", id: entry.id, fields: fieldsOf(entry), version: entry.version, scopeName: entry.scope_name,
        note: `${entry.category_name} · ${entry.scope_name}`, checked: entry,
      };
    },
    draftSubject(draft) {
      const subject = this.entrySubject(draft.entry);
      return { ...subject, kind: "draft", version: "", proposals: draft.proposals, near: draft.near, note: `来自 ${draft.source}` };
    },

    // ---- changing

    async save(body) {
      await this.act(() => this.unlessClashing(body, "仍然保存", () => this.saved(body)));
    },
    async approve(body) {
      await this.act(() => this.unlessClashing(body, "仍然通过", () => this.approved(body)));
    },
    /** Goes on at once, or after a yes when the words contradict something that is live. */
    async unlessClashing(body, yes, go) {
      const own = this.subject.id || NEW;
      const clashes = await kb.clashesOf(own, body);
      if (!clashes.length) return go();
      const act = () => this.act(async () => {
        await go();
        this.dialog = null;
      });
      this.dialog = { kind: "clashes", clashes, own, yes, act };
    },
    async saved(body) {
      const id = this.subject.id;
      const entry = await (id ? kb.save(id, body) : kb.create(body));
      this.show(this.entrySubject(entry));
      this.toast("已生效，住户现在就能问到。", "is-good");
      await this.readRows();
    },
    async approved(body) {
      await kb.approve(this.subject.id, body);
      this.shut();
      this.toast("已通过并生效，住户现在就能问到。", "is-good");
      await Promise.all([this.readRows(), this.readDrafts()]);
    },
    async keep(body) {
      await this.act(async () => {
        this.show(this.draftSubject(await kb.keep(this.subject.id, body)));
        this.toast("草稿已存好。", "is-good");
        await this.readDrafts();
      });
    },
    askReject() {
      this.confirm("不采用这份草稿", "草稿会收起来，同一个文件再导入也不会再出现。", "不采用", () =>
        this.act(async () => {
          await kb.reject(this.subject.id);
          this.dialog = null;
          this.shut();
          this.toast("已收起。");
          await this.readDrafts();
        }),
      );
    },
    askWithdraw() {
      this.confirm("撤下这个条目", "撤下后马上不再用来回答住户。", "撤下", () =>
        this.act(async () => {
          const { id } = this.subject;
          const before = await kb.entry(id);
          await kb.withdraw(id);
          this.dialog = null;
          this.shut();
          this.toast(`“${before.title}”已撤下。`, "", () => this.restore(id, before));
          await this.readRows();
        }),
      );
    },
    async restore(id, entry) {
      const { asked, citations, ...rest } = entry;
      const body = { ...rest, questions: asked, citations: citations.map((one) => one.name), version: "" };
      // Not `act`: the list may still be on its way when somebody changes their mind.
      try {
        await kb.save(id, body);
        this.toast("已恢复。", "is-good");
        await this.readRows();
      } catch (error) {
        this.problem(error);
      }
    },
    imported(words) {
      this.toast(words, "is-good");
      Promise.all([this.readRows(), this.readDrafts()]).catch(this.problem);
    },
    async act(work) {
      if (this.busy) return;
      this.busy = true;
      try {
        await work();
      } catch (error) {
        this.problem(error);
      } finally {
        this.busy = false;
      }
    },

    // ---- small things

    warn(event) {
      if (this.dirty) event.preventDefault();
    },
    confirm(title, words, yes, act) {
      this.dialog = { kind: "confirm", title, words, yes, act };
    },
    problem(error) {
      this.toast(error.detail || "没有成功，请再试一次。", "is-bad");
    },
    toast(words, kind, undo) {
      const toast = { id: Math.random(), words, kind, undo };
      this.toasts = [...this.toasts.slice(-2), toast];
      setTimeout(() => this.drop(toast), TOAST_FOR * (undo ? 2 : 1));
    },
    undone(toast) {
      this.drop(toast);
      toast.undo();
    },
    drop(toast) {
      this.toasts = this.toasts.filter((one) => one.id !== toast.id);
    },
    logOut() {
      this.leave(() => this.act(async () => {
        await desk.logOut();
        toLogin();
      }));
    },
  },
};
