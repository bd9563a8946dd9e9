// The desk: what is on the page, what the server tells, what the agent does.

import { desk, toLogin } from "linli-desk/api.js";
import { advising } from "linli-desk/advising.js";
import { Alarm } from "linli-desk/alarm.js";
import { calling } from "linli-desk/callbacks.js";
import { CareStrip } from "linli-desk/care.js";
import { CannedDialog } from "linli-desk/canned.js";
import { CloseDialog } from "linli-desk/close-dialog.js";
import { CoachPanel } from "linli-desk/coach.js";
import { ArticleDialog, ConfirmDialog, HelpDialog, OrderDialog } from "linli-desk/dialogs.js";
import { conversing } from "linli-desk/conversation.js";
import { HistoryPanel } from "linli-desk/history.js";
import { Icon } from "linli-desk/icons.js";
import { IncidentDialog, IncidentStrip, shared } from "linli-desk/incidents.js";
import { FIELDS, keyboard } from "linli-desk/keyboard.js";
import { KnowledgePanel } from "linli-desk/knowledge.js";
import { promises, timedLevels } from "linli-desk/levels.js";
import { Memory } from "linli-desk/memory.js";
import { MenuDialog } from "linli-desk/menu.js";
import { NotePanel } from "linli-desk/notes.js";
import { OrderBoard, OrderList } from "linli-desk/orders.js";
import { PhotoDialog } from "linli-desk/photo-dialog.js";
import { ChaseStrip } from "linli-desk/promises.js";
import { RewritePanel } from "linli-desk/rewrite.js";
import { StatePanel } from "linli-desk/resident-state.js";
import { QueuePane } from "linli-desk/queue.js";
import { SettingsDialog } from "linli-desk/settings.js";
import { TalkPane } from "linli-desk/talk.js";
import { HelpStrip, PresenceButton, PresenceDialog, teamwork, TransferDialog } from "linli-desk/team.js";
import { articleOf, CODES } from "linli-desk/words.js";

const SETTLE = 120; // milliseconds in which several changes become one reading
const TYPING_FOR = 5000;
const SAFETY = 60000; // a reading now and then, should news ever be lost
const TOAST_FOR = 6000;
const KEPT_VIEWS = 40;
const THEMES = { system: ["half", "跟随系统"], light: ["sun", "浅色"], dark: ["moon", "深色"] };

export default {
  components: {
    ArticleDialog, CannedDialog, CareStrip, ChaseStrip, CloseDialog, CoachPanel, ConfirmDialog, HelpDialog, HelpStrip, HistoryPanel, Icon,
    IncidentDialog, IncidentStrip, KnowledgePanel, MenuDialog, NotePanel, OrderBoard, OrderDialog, OrderList, PhotoDialog, PresenceButton,
    PresenceDialog, QueuePane, RewritePanel, SettingsDialog, StatePanel, TalkPane, TransferDialog,
  },
  mixins: [advising, conversing, teamwork, calling, promises, shared],
  props: { staff: Object },
  emits: ["watch"],
  data() {
    const memory = Vue.markRaw(new Memory(this.staff.id));
    return {
      memory,
      alarm: Vue.markRaw(new Alarm()),
      kept: Vue.markRaw(new Map()), // views of conversations, to come back to at once
      queue: [],
      mine: [],
      loaded: false,
      offline: false,
      openId: memory.open || "",
      view: null,
      cursor: "",
      seen: {}, // conversation → last seq the agent has looked at
      places: {}, // conversation → where its reader was
      typingUntil: 0,
      typedAt: 0,
      muted: [], // emergencies that need not ring any more
      sound: memory.habit("sound", true),
      theme: window.linliTheme ? window.linliTheme() : "system",
      briefShown: memory.habit("brief", innerWidth > 719),
      pane: "lists",
      dialog: null,
      busy: false,
      toasts: [],
      now: Date.now(),
      audible: false,
    };
  },
  computed: {
    emergencies() {
      return this.queue.filter((item) => item.emergency);
    },
    ringing() {
      return this.sound && this.emergencies.some((item) => !this.muted.includes(item.id));
    },
    unread() {
      const counts = this.mine.map((item) => {
        const seen = Math.max(this.seen[item.id] || 0, this.memory.seen(item.id));
        return [item.id, item.last_seq > seen ? Math.min(item.unanswered, item.last_seq - seen) : 0];
      });
      return Object.fromEntries(counts);
    },
    unreadTotal() {
      return Object.values(this.unread).reduce((sum, count) => sum + count, 0);
    },
    order() {
      return [...this.queue, ...this.mine].map((item) => item.id);
    },
    own() {
      return !!this.view && this.view.item.status === "human" && this.view.item.agent_id === this.staff.id;
    },
    estates() {
      return Object.keys(this.staff.estates);
    },
    estate() {
      return this.view ? this.view.item.estate_id : this.estates[0] || "";
    },
    typing() {
      return this.typingUntil > this.now;
    },
    themeIcon() {
      return THEMES[this.theme][0];
    },
    themeName() {
      return THEMES[this.theme][1];
    },
    roleName() {
      return { agent: "客服", trainer: "培训师", manager: "主管" }[this.staff.role] || "";
    },
  },
  watch: {
    ringing(wanted) {
      this.alarm.ring(wanted);
    },
    "emergencies.length": "retitle",
    "queue.length": "retitle",
    order() {
      this.watchThem();
      if (this.cursor && !this.order.includes(this.cursor)) this.cursor = "";
    },
    pane() {
      this.look();
    },
    openId(id) {
      this.memory.open = id || null;
      this.watchThem();
    },
  },
  template: `
    <div class="desk" :data-pane="pane">
      <header class="bar">
        <p class="brand"><img src="static/favicon.svg" alt="" width="26" height="26"><b>邻里</b><span>坐席工作台</span></p>
        <p class="bar-state" role="status"><span v-if="offline" class="tag is-danger">网络断开，正在重连</span></p>
        <presence-button v-if="presence" :presence="presence" :open="mine.length" @ask="dialog = { kind: 'presence' }"/>
        <button type="button" class="quiet icon-only" :aria-pressed="sound" :aria-label="sound ? '铃声已开，点一下静音' : '铃声已关，点一下打开'" :title="sound ? '铃声：开' : '铃声：关'" @click="toggleSound"><icon :name="sound ? 'bell' : 'bellOff'"/></button>
        <span class="bar-links">
          <button type="button" class="quiet icon-only" :aria-label="'外观：' + themeName" :title="'外观：' + themeName" @click="nextTheme"><icon :name="themeIcon"/></button>
          <button type="button" class="quiet icon-only" aria-label="工单列表" title="工单列表 O" @click="dialog = { kind: 'orders' }"><icon name="tool"/></button>
          <button v-if="staff.role !== 'agent'" type="button" class="quiet icon-only" aria-label="管理常用语" title="管理常用语" @click="dialog = { kind: 'canned' }"><icon name="note"/></button>
          <button v-if="staff.role === 'manager'" type="button" class="quiet icon-only" aria-label="工作台设置" title="工作台设置" @click="dialog = { kind: 'settings' }"><icon name="gear"/></button>
          <button type="button" class="quiet icon-only" aria-label="键盘操作" title="键盘操作 ?" @click="dialog = { kind: 'help' }"><icon name="help"/></button>
          <a v-if="staff.role !== 'agent'" class="quiet icon-only" href="knowledge" aria-label="知识库" title="知识库"><icon name="book"/></a>
          <a v-if="staff.role === 'manager'" class="quiet icon-only" href="people" aria-label="团队" title="团队"><icon name="people"/></a>
          <a v-if="staff.role !== 'agent'" class="quiet icon-only" href="advice" aria-label="推荐与采用" title="推荐与采用"><icon name="bulb"/></a>
        </span>
        <button type="button" class="quiet icon-only only-narrow" aria-label="更多" title="更多 S" @click="dialog = { kind: 'menu' }"><icon name="dots"/></button>
        <p class="me"><b>{{ staff.name }}</b><span>{{ roleName }}</span></p>
        <button type="button" class="quiet icon-only" aria-label="退出登录" title="退出登录" @click="logOut"><icon name="out"/></button>
      </header>
      <div v-if="emergencies.length" class="emergency" role="alert" :data-ringing="ringing">
        <icon name="alert"/>
        <p><b>{{ emergencies.length === 1 ? '紧急' : emergencies.length + ' 起紧急' }}：{{ emergencies[0].emergency_name }}</b><span>{{ emergencies[0].estate }} {{ emergencies[0].room }}　“{{ emergencies[0].last_text }}”</span></p>
        <small v-if="ringing && !audible">点一下页面，铃声才会响</small>
        <button v-if="ringing" type="button" class="on-danger is-plain" @click="mute"><icon name="bellOff"/>静音</button>
        <button type="button" class="on-danger" @click="claim(emergencies[0].id)">立即接入</button>
      </div>
      <incident-strip :incidents="proposals" @open="openIncident"/>
      <care-strip v-if="presence" :presence="presence" :busy="busy" :own="own" @rest="changePresence({ mode: 'break', minutes: 10 })" @help="askForHelp" @decline="declineBreak"/>
      <help-strip :calls="calls" :busy="busy" @take="takeOver" @pass="passCall"/>
      <chase-strip ref="chase" :now="now" :changed="view ? view.item.updated_at + view.messages.length : ''" @open="show" @warn="toast($event, 'is-bad')" @problem="problem"/>
      <div class="columns">
        <queue-pane :incidents="running" :callbacks="callbacks" :busy="busy" :queue="queue" :mine="mine" :now="now" :open="openId" :cursor="cursor" :unread="unread" :estates="estates.length" :loaded="loaded" @open="show" @claim="claim" @called="called" @incident="openIncident"/>
        <talk-pane v-if="view" ref="talk" :view="view" :staff="staff" :now="now" :typing="typing" :memory="memory" :offers="offers" :brief-shown="briefShown"
          :place="places[openId]" :busy="busy" @claim="claim" @close="dialog = { kind: 'close' }" @transfer="askTransfer" @help="askForHelp" @hand-back="askHandBack"
          @order="dialog = { kind: 'order' }" @article="article" @sent="sent" @problem="problem" @typed="typedAt = Date.now()" @hint="hinting = $event" @brief="toggleBrief"
          @place="(id, place) => places[id] = place" @photo="enlarge" @photos="sendPhotos" @back="pane = 'lists'"/>
        <section v-else-if="openId" class="pane talk is-empty" aria-busy="true"><p class="empty">正在打开…</p></section>
        <section v-else class="pane talk is-empty"><div class="welcome"><icon name="talk"/><h1>{{ staff.name }}，您好</h1><p v-if="queue.length">有 {{ queue.length }} 位住户在等。按 <kbd>J</kbd> 选择，<kbd>Enter</kbd> 查看，<kbd>C</kbd> 接入。</p><p v-else>现在没有人在等。新的会话会自己出现。</p></div></section>
        <aside class="pane side" aria-label="助手">
          <knowledge-panel ref="knowledge" :id="openId" :estate="estate" :estate-name="staff.estates[estate] || '全部'" :own="own" @use="useKnowledge" @article="article" @problem="problem" @leave="focusEditor"/>
          <state-panel v-if="view" :view="view" :now="now" :own="own" @problem="problem"/>
          <coach-panel :offers="shownOffers" :open="openOffer" :stale="!!stale[openId]" :own="own" @take="take" @dismiss="dismiss" @unfold="unfold" @refresh="suggest" @article="article"/>
            <rewrite-panel v-if="view" ref="rewrite" :id="openId" :own="own" :memory="memory" @take="takeRewrite" @problem="problem"/>
            <order-list v-if="view" :orders="view.work_orders" :now="now" :own="own" :busy="busy" @order="dialog = { kind: 'order' }" @move="moveOrder" @photo="enlarge"/>
            <note-panel v-if="view" :id="openId" :notes="view.notes" :memory="memory" :save="writeNote"/>
            <history-panel v-if="view" :id="openId" @open="show"/>
          <p v-if="own && !offers.length" class="side-quiet">住户说话后，有合适的回复才会在这里推荐。</p>
        </aside>
      </div>
      <nav class="tabs" aria-label="切换栏目">
        <button type="button" :aria-pressed="pane === 'lists'" @click="pane = 'lists'"><icon name="inbox"/>会话<span v-if="queue.length + unreadTotal" class="badge" :class="{ 'is-danger': emergencies.length }">{{ queue.length + unreadTotal }}</span></button>
        <button type="button" :aria-pressed="pane === 'talk'" :disabled="!view" @click="pane = 'talk'"><icon name="talk"/>对话</button>
        <button type="button" :aria-pressed="pane === 'side'" @click="pane = 'side'"><icon name="spark"/>助手<span v-if="own && offers.length" class="badge is-calm">{{ offers.length }}</span></button>
      </nav>
      <div class="toasts" aria-live="assertive"><p v-for="toast in toasts" :key="toast.id" class="toast" :class="toast.kind">{{ toast.words }}<button type="button" class="quiet icon-only" aria-label="知道了" @click="drop(toast)"><icon name="close"/></button></p></div>
      <help-dialog v-if="dialog && dialog.kind === 'help'" @shut="shut"/>
      <menu-dialog v-if="dialog && dialog.kind === 'menu'" :role="staff.role" @shut="shut" @go="go"/>
      <article-dialog v-if="dialog && dialog.kind === 'article'" :key="dialog.refer" :refer="dialog.refer" @shut="shut"/>
      <photo-dialog v-if="dialog && dialog.kind === 'photo'" :id="dialog.id" @shut="shut"/>
      <canned-dialog v-if="dialog && dialog.kind === 'canned'" :estates="staff.estates" @shut="shut" @problem="problem"/>
      <order-board v-if="dialog && dialog.kind === 'orders'" :now="now" :busy="busy" :move="moveOrder" @shut="shut" @problem="problem" @open="shut(); show($event)"/>
      <close-dialog v-if="dialog && dialog.kind === 'close' && view" :id="openId" :busy="busy" :resident="view.item.resident" :unsent="!!memory.draft(openId).text.trim()" @shut="shut" @done="close"/>
      <order-dialog v-if="dialog && dialog.kind === 'order' && view" :view="view" :busy="busy" @shut="shut" @done="openOrder"/>
      <incident-dialog v-if="incident" :key="incident.id" :incident="incident" :busy="busy" @shut="shut" @sent="notified" @dismissed="dismissed" @open="showFromIncident" @problem="problem"/>
      <settings-dialog v-if="dialog && dialog.kind === 'settings'" :estates="staff.estates" @shut="shut" @saved="shut(); toast('已保存。', 'is-good'); readAll()" @problem="problem"/>
      <presence-dialog v-if="dialog && dialog.kind === 'presence'" :presence="presence" :open="mine.length" :busy="busy" @shut="shut" @change="changePresence"/>
      <transfer-dialog v-if="dialog && dialog.kind === 'transfer' && view" :view="view" :busy="busy" @shut="shut" @done="transfer"/>
      <confirm-dialog v-if="dialog && dialog.kind === 'confirm'" :ask="dialog" :busy="busy" @shut="shut" @yes="dialog.act"/>
    </div>`,
  created() {
    this.begun = 0; // readings, numbered
    this.answered = {}; // what was read → the number of the newest reading that has answered
  },
  mounted() {
    this.timers = [
      setInterval(() => this.tick(), 1000),
      setInterval(() => !document.hidden && this.readAll(), SAFETY),
    ];
    this.onKey = keyboard(this);
    addEventListener("keydown", this.onKey);
    addEventListener("online", this.readAll);
    document.addEventListener("visibilitychange", this.onVisible);
    this.followSocket();
    this.readLists();
    if (this.openId) this.show(this.openId, false);
  },
  beforeUnmount() {
    this.timers.forEach(clearInterval);
    removeEventListener("keydown", this.onKey);
    removeEventListener("online", this.readAll);
    document.removeEventListener("visibilitychange", this.onVisible);
  },
  methods: {
    tick() {
      this.now = Date.now();
      this.audible = this.alarm.allowed;
    },

    // ---- what the server tells

    /** News of the event bus; called from Python. */
    hear(news) {
      const mine = news.conversation_id === this.openId;
      if (news.kind === "message") this.heardMessage(news.conversation_id, news.data);
      else if (news.kind === "typing") this.heardTyping(news);
      else if (news.kind === "read") this.heardRead(news);
      else if (news.kind === "overflow") this.readAll();
      else if (news.kind === "presence") this.readPresence();
      else if (news.kind === "incident") this.readIncidents();
      else if (news.kind === "callback") this.readCallbacks();
      else if (news.kind === "help") this.heardHelp(news.data);
      else {
        this.readSoon();
        if (mine) this.readView();
        if (this.asked.some((call) => call.conversation_id === news.conversation_id)) this.readCalls();
      }
    },
    expire() {
      toLogin();
    },
    heardMessage(id, message) {
      this.patch(id, message);
      if (id !== this.openId || !this.view) return;
      this.add(message);
      if (message.sender !== "resident") return;
      this.typingUntil = 0;
      this.look();
      this.suggestLater();
      if (this.editor()) this.editor().judgeAgain(); // what was fine before may lack sympathy now
    },
    heardTyping(news) {
      const residents = news.data.sender === "resident" && news.conversation_id === this.openId;
      if (residents) this.typingUntil = Date.now() + TYPING_FOR;
    },
    /** The lists follow a message without a reading. */
    patch(id, message) {
      const item = [...this.queue, ...this.mine].find((one) => one.id === id);
      if (item) {
        item.last_seq = Math.max(item.last_seq, message.seq);
        this.patchTurn(item, message);
      }
      if (this.view && this.view.item.id === id && this.view.item !== item) this.patchTurn(this.view.item, message);
    },
    patchTurn(item, message) {
      if (message.sender === "resident") {
        if (!item.unanswered) item.unansweredSince = Date.now();
        item.unanswered += 1;
        item.last_text = message.text.slice(0, 80);
      } else if (message.sender === "agent") {
        item.unanswered = 0;
        item.levels = item.levels.filter((level) => level.kind !== "first_reply");
      }
    },
    add(message) {
      const messages = this.view.messages;
      if (messages.some((one) => one.id === message.id)) return;
      const last = messages.length ? messages[messages.length - 1].seq : 0;
      if (message.seq === last + 1) this.view.messages = [...messages, message];
      else this.readView(); // something in between was missed
    },
    followSocket() {
      // NiceGUI's socket comes after the first mount.
      if (!window.socket) {
        setTimeout(() => this.followSocket(), 200);
        return;
      }
      window.socket.on("disconnect", () => (this.offline = true));
      window.socket.on("connect", () => {
        this.offline = false;
        this.watchThem();
        this.readAll();
      });
      this.watchThem();
    },
    watchThem() {
      const ids = [...new Set([this.openId, ...this.order].filter(Boolean))];
      this.$emit("watch", { ids });
    },

    // ---- reading

    /** Whether a reading of the same that began later has answered already. */
    race(what) {
      const mine = (this.begun += 1);
      return () => {
        if (mine < (this.answered[what] || 0)) return true;
        this.answered[what] = mine;
        return false;
      };
    },
    readSoon() {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.readLists(), SETTLE);
    },
    readAll() {
      this.readLists();
      this.readCalls();
      if (this.openId) this.readView();
    },
    onVisible() {
      if (!document.hidden) {
        this.readAll();
        this.look();
      }
    },
    async readLists() {
      const late = this.race("lists");
      try {
        const [queue, mine] = await Promise.all([desk.queue(), desk.mine()]);
        if (late()) return;
        const known = new Set(this.queue.map((item) => item.id));
        const fresh = queue.filter((item) => !known.has(item.id));
        const now = new Map([...this.queue, ...this.mine].map((item) => [item.id, item]));
        this.queue = queue.map((item) => this.newer(now.get(item.id), this.timed(item)));
        this.mine = mine.map((item) => this.newer(now.get(item.id), this.timed(item)));
        if (this.loaded && this.sound && fresh.some((item) => !item.emergency)) this.alarm.chime();
        this.loaded = true;
        this.offline = false;
      } catch (error) {
        this.offline = error.lost === true;
        if (this.offline) setTimeout(() => this.readAll(), 3000);
      }
    },
    /** A reading may be older than the news that came while it was under way. */
    newer(known, item) {
      if (!known || known.last_seq <= item.last_seq) return item;
      const { last_seq, last_text, unanswered, unansweredSince } = known;
      return { ...item, last_seq, last_text, unanswered, unansweredSince };
    },
    /** Waiting is counted on from the moment of reading, by this machine's own clock. */
    timed(item) {
      const now = Date.now();
      return {
        ...item,
        queuedSince: now - item.waiting_seconds * 1000,
        unansweredSince: now - item.unanswered_seconds * 1000,
        levels: timedLevels(item.levels, now),
      };
    },
    async readView() {
      const id = this.openId;
      const late = this.race("view " + id);
      try {
        const view = await desk.view(id);
        if (id !== this.openId || late()) return;
        const gained = !this.own && view.item.agent_id === this.staff.id;
        this.view = { ...this.withNews(view), item: this.timed(view.item) };
        this.look();
        if (gained || !this.offersOf[id]) this.suggestLater();
      } catch (error) {
        if (id !== this.openId || error.lost) return;
        this.leave();
        if (error.status !== 404) this.problem(error);
      }
    },
    /** The same for the conversation on the page. */
    withNews(view) {
      const known = this.view && this.view.item.id === view.item.id ? this.view : { messages: [], resident_read: 0 };
      const last = view.messages.length ? view.messages[view.messages.length - 1].seq : 0;
      const later = known.messages.filter((message) => message.seq > last);
      return { ...view, messages: [...view.messages, ...later], resident_read: Math.max(view.resident_read, known.resident_read) };
    },
    async show(id, forward = true) {
      if (id !== this.openId || !this.view) {
        this.turnTo(id);
        await this.readView();
      }
      if (this.openId !== id || !this.view) return;
      this.cursor = id;
      if (forward) this.pane = "talk";
      if (forward && this.own) this.offerEditor();
    },
    /** At once another conversation, or an empty page: no word may land in the one before. */
    turnTo(id) {
      if (this.view) this.keep(this.view);
      this.openId = id;
      this.typingUntil = 0;
      this.view = this.kept.get(id) || null;
    },
    keep(view) {
      this.kept.delete(view.item.id);
      this.kept.set(view.item.id, view);
      if (this.kept.size > KEPT_VIEWS) this.kept.delete(this.kept.keys().next().value);
    },
    look() {
      if (!this.view || document.hidden || !this.talkShown()) return;
      const last = this.view.messages.length ? this.view.messages[this.view.messages.length - 1].seq : 0;
      this.seen[this.view.item.id] = last;
      this.memory.keepSeen(this.view.item.id, last);
      this.tellRead(this.view.item.id, last);
    },
    /** On a narrow page the conversation may be behind another pane. */
    talkShown() {
      if (matchMedia("(max-width: 719px)").matches) return this.pane === "talk";
      return this.pane !== "side" || !matchMedia("(max-width: 980px)").matches;
    },
    leave() {
      this.kept.delete(this.openId);
      this.openId = "";
      this.view = null;
      this.pane = "lists";
    },

    // ---- acting

    async act(work) {
      if (this.busy) return false;
      this.busy = true;
      try {
        await work();
        return true;
      } catch (error) {
        this.problem(error);
        return false;
      } finally {
        this.busy = false;
      }
    },
    /** Claims do not wait for each other: two quick taps are two conversations. */
    async claim(id) {
      this.alarm.wake();
      this.claimed.add(id);
      this.kept.delete(id); // how it was when one had it before
      if (id !== this.openId) this.turnTo(id);
      const done = await desk.claim(id).then(() => true, this.problem);
      this.readLists();
      if (this.openId === id) await this.readView();
      if (!done || this.openId !== id) return; // the agent has turned to another one meanwhile
      await this.show(id);
    },
    sent(id, message) {
      if (this.suggesting) this.suggesting.abort(); // advice on words that are answered now
      this.suggesting = null;
      this.offersOf[id] = [];
      this.stale[id] = false;
      this.patch(id, message);
      if (id === this.openId && this.view) {
        this.add(message);
        this.look();
      }
    },
    async close(ending) {
      const id = this.openId;
      if (await this.act(() => desk.close(id, ending))) this.finished(id, "会话已结束。");
    },
    askHandBack() {
      const id = this.openId;
      this.confirm("交还智能助手", "人工服务结束，之后由智能助手接着答；住户随时可以再转人工。", "交还助手", async () => {
        if (await this.act(() => desk.handBack(id))) this.finished(id, "已交还智能助手。");
      });
    },
    confirm(title, words, yes, act) {
      this.dialog = { kind: "confirm", title, words, yes, act };
    },
    finished(id, words) {
      this.shut();
      this.memory.forgetDraft(id);
      delete this.offersOf[id];
      this.leave();
      this.readLists();
      this.toast(words, "is-good");
    },
    async openOrder(order) {
      const done = await this.act(() => desk.workOrder(this.openId, order));
      if (!done) return;
      this.shut();
      this.toast("工单已建好，住户已收到单号。", "is-good");
      this.readView();
    },
    async logOut() {
      if (await this.act(desk.logOut)) toLogin();
    },

    // ---- writing

    useKnowledge(text) {
      const editor = this.editor();
      if (!editor) return;
      editor.append(text);
      this.pane = "talk";
    },
    editor() {
      return this.$refs.talk && this.$refs.talk.editor();
    },
    focusEditor() {
      this.$nextTick(() => this.editor() && this.editor().focus());
    },
    /** Not from under somebody's hands: the rest of a note would go to the resident. */
    offerEditor() {
      if (!document.activeElement || !document.activeElement.matches(FIELDS)) this.focusEditor();
    },

    // ---- small things

    article(refer) {
      if (articleOf(refer)) this.dialog = { kind: "article", refer };
    },
    shut() {
      this.dialog = null;
    },
    /** A choice of the menu: another page, a dialog, or something done at once. */
    go(choice) {
      this.shut();
      if (choice.href) location.assign(choice.href);
      else if (choice.id === "theme") this.nextTheme();
      else if (choice.id === "out") this.logOut();
      else this.$nextTick(() => (this.dialog = { kind: choice.id }));
    },
    problem(error) {
      this.toast(error.detail || "没有成功，请再试一次。", "is-bad");
      if (error.status === 409 || error.status === 403 || error.status === 404) this.readAll();
    },
    toast(words, kind) {
      const toast = { id: Math.random(), words, kind };
      this.toasts = [...this.toasts.slice(-2), toast];
      setTimeout(() => this.drop(toast), TOAST_FOR);
    },
    drop(toast) {
      this.toasts = this.toasts.filter((one) => one.id !== toast.id);
    },
    mute() {
      this.muted = [...this.muted, ...this.emergencies.map((item) => item.id)];
    },
    toggleSound() {
      this.sound = !this.sound;
      this.memory.setHabit("sound", this.sound);
    },
    nextTheme() {
      const names = Object.keys(THEMES);
      this.theme = window.linliTheme(names[(names.indexOf(this.theme) + 1) % names.length]);
    },
    toggleBrief() {
      this.briefShown = !this.briefShown;
      this.memory.setHabit("brief", this.briefShown);
    },
    retitle() {
      this.alarm.badge(this.emergencies.length, this.queue.length);
    },
  },
};
