// Colleagues: my own presence, passing a conversation on, calls for help.

import { desk } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";
import { Icon } from "linli-desk/icons.js";
import { SummaryForm } from "linli-desk/summary-form.js";
import { clock } from "linli-desk/words.js";

export const MODES = {
  here: { name: "在岗", icon: "check", hint: "可以接新的会话" },
  away: { name: "离开", icon: "out", hint: "不再分给您；离开久了，手上的会话会转给同事" },
  break: { name: "休息", icon: "cup", hint: "到点自动回来" },
};

/** 在岗 2/8 in the bar; opens the dialog. */
export const PresenceButton = {
  components: { Icon },
  props: { presence: Object, open: Number },
  emits: ["ask"],
  computed: {
    mode() {
      return MODES[this.presence.mode];
    },
    words() {
      return this.mode.name + (this.presence.until ? "到 " + clock(this.presence.until) : "");
    },
    full() {
      return this.open >= this.presence.capacity;
    },
  },
  template: `
    <button type="button" class="presence" :class="'is-' + presence.mode" title="我的状态 P" @click="$emit('ask')">
      <icon :name="mode.icon"/><b>{{ words }}</b><span class="presence-load" :class="{ 'is-full': full }">{{ open }}/{{ presence.capacity }}{{ full ? ' 满' : '' }}</span><span v-if="presence.auto" class="presence-auto">自动接入</span>
    </button>`,
};

export const PresenceDialog = {
  components: { Frame, Icon },
  props: { presence: Object, open: Number, busy: Boolean },
  emits: ["shut", "change"],
  data() {
    return { capacity: this.presence.capacity };
  },
  computed: {
    choices() {
      return [
        { id: "here", ...MODES.here, body: { mode: "here" } },
        { id: "away", ...MODES.away, body: { mode: "away" } },
        ...[10, 30].map((minutes) => ({ id: "break" + minutes, ...MODES.break, name: `休息 ${minutes} 分钟`, body: { mode: "break", minutes } })),
      ];
    },
  },
  template: `
    <Frame title="我的状态" @shut="$emit('shut')">
      <div class="choices"><button v-for="(one, index) in choices" :key="one.id" type="button" class="choice" :disabled="busy" :data-mode="one.id" @click="$emit('change', one.body)"><kbd>{{ index + 1 }}</kbd><b class="with-icon"><icon :name="one.icon"/>{{ one.name }}</b><span>{{ one.hint }}</span></button></div>
      <p v-if="open" class="form-note">手上还有 {{ open }} 个会话。离开之前，可以先转给同事。</p>
      <form class="form presence-form" @submit.prevent="$emit('change', { capacity })">
        <label class="switch"><input type="checkbox" :checked="presence.auto" @change="$emit('change', { auto: $event.target.checked }, true)">自动接入：有住户等候时直接分给我</label>
        <label>同时接待上限<input v-model.number="capacity" type="number" min="1" max="50" name="capacity"></label>
        <div class="dialog-acts"><button class="primary is-small" :disabled="busy || !capacity">保存上限</button></div>
      </form>
    </Frame>`,
  mounted() {
    this.onKey = (event) => {
      const one = event.target.closest("input") ? null : this.choices[Number(event.key) - 1];
      if (one && !this.busy) this.$emit("change", one.body);
    };
    addEventListener("keydown", this.onKey);
  },
  beforeUnmount() {
    removeEventListener("keydown", this.onKey);
  },
};

export const TransferDialog = {
  components: { Frame, Icon, SummaryForm },
  props: { view: Object, busy: Boolean },
  emits: ["shut", "done"],
  data: () => ({ team: null, failed: "", goal: "", note: "" }),
  computed: {
    goals() {
      const team = this.team || { colleagues: [], groups: [] };
      const colleagues = team.colleagues.map((one) => ({
        id: "staff:" + one.id, name: one.name, off: !one.here, body: { staff_id: one.id },
        hint: [one.here ? `手上 ${one.open}/${one.capacity}` : "现在不在", ...one.groups].join(" · "),
      }));
      const groups = team.groups.map((one) => ({
        id: "group:" + one.id, name: one.name, off: false, body: { group_id: one.id },
        hint: one.here ? `${one.here} 人在岗` : "现在没有人在，会先排队",
      }));
      const queue = { id: "queue", name: "转回队列", off: false, body: null, hint: "谁有空谁接，保留原来的位置" };
      return [...colleagues.sort((a, b) => a.off - b.off), ...groups, queue];
    },
    chosen() {
      return this.goals.find((one) => one.id === this.goal && !one.off);
    },
  },
  template: `
    <Frame title="转给…" @shut="$emit('shut')">
      <p v-if="failed" class="dialog-warn">{{ failed }}</p>
      <form v-else class="form" @submit.prevent="chosen && $emit('done', chosen, { note, ...$refs.summary.body() })">
        <fieldset class="goals"><legend>转给谁</legend>
          <label v-for="one in goals" :key="one.id" :class="{ 'is-on': one.id === goal, 'is-off': one.off }"><input v-model="goal" type="radio" name="goal" :value="one.id" :disabled="one.off"><b>{{ one.name }}</b><span>{{ one.hint }}</span></label>
        </fieldset>
        <label>留给同事的话（住户看不到）<textarea v-model="note" name="note" rows="3" maxlength="1000" :disabled="goal === 'queue'" placeholder="做到哪一步了，住户在意什么"></textarea></label>
        <summary-form v-show="goal !== 'queue'" ref="summary" :id="view.item.id"/>
        <p class="form-note">住户会看到“为您转给…”，不用重复说过的情况。</p>
        <div class="dialog-acts"><button type="button" class="quiet" @click="$emit('shut')">取消</button><button class="primary" :disabled="!chosen || busy">{{ goal === 'queue' ? '确认转回' : '转过去' }}</button></div>
      </form>
    </Frame>`,
  async mounted() {
    try {
      this.team = await desk.team(this.view.item.estate_id);
    } catch (error) {
      this.failed = error.detail;
    }
  },
};

/** Colleagues who ask to be relieved; one tap takes over. */
export const HelpStrip = {
  components: { Icon },
  props: { calls: Array, busy: Boolean },
  emits: ["take", "pass"],
  template: `
    <div v-for="(call, index) in calls" :key="call.conversation_id" class="strip is-help" role="status">
      <icon name="hand"/><p><b>{{ call.asked_by }}请您接手</b><span>{{ call.resident }}{{ call.what ? '：' + call.what : '' }}</span></p>
      <button type="button" class="primary is-small" :disabled="busy" :title="index ? '' : '我来接手 A'" @click="$emit('take', call.conversation_id)">我来接手</button>
      <button type="button" class="quiet" @click="$emit('pass', call)">这次不行</button>
    </div>`,
};

export const PassedOn = {
  components: { Icon },
  props: { note: Object },
  template: `<p class="passed-on"><icon name="note"/><b>{{ note.by }}转来：</b>{{ note.note }}<small>住户看不到</small></p>`,
};

/** Mixed into the desk: presence, transfers, help. */
export const teamwork = {
  data: () => ({ presence: null, asked: [], passed: [] }),
  computed: {
    /** Calls for help, less those that one has said no to. */
    calls() {
      return this.asked.filter((call) => !this.passed.includes(call.conversation_id + call.asked_at));
    },
  },
  mounted() {
    this.readPresence();
    this.readCalls();
  },
  watch: {
    mine(now) {
      const known = this.hadMine;
      this.hadMine = new Set(now.map((item) => item.id));
      // What the first reading finds was there before the page.
      if (known) now.filter((item) => !known.has(item.id) && !this.claimed.has(item.id)).forEach(this.gained);
      now.forEach((item) => this.claimed.delete(item.id));
    },
  },
  created() {
    this.hadMine = null; // ids of one's own conversations at the last reading
    this.claimed = new Set(); // taken by this page's own hands
  },
  methods: {
    async readPresence() {
      try {
        this.presence = await desk.presence();
        clearTimeout(this.breakTimer);
        if (this.presence.until) this.breakTimer = setTimeout(() => this.comeBack(), new Date(this.presence.until) - Date.now());
      } catch {
        // shown again with the next reading
      }
    },
    comeBack() {
      this.changePresence({ mode: "here" }, true);
      this.toast("休息结束，欢迎回来。", "is-good");
    },
    async changePresence(body, stay = false) {
      await this.act(async () => {
        this.presence = await desk.setPresence(body);
      });
      if (!stay) this.shut();
      this.readPresence();
    },
    /** What the strip proposes, by key; without a proposal the key does nothing. */
    restNow() {
      const { care, mode } = this.presence || { care: {} };
      if (mode === "here" && care.why) this.changePresence({ mode: "break", minutes: 10 });
    },
    async declineBreak() {
      await this.act(desk.declineBreak);
      this.readPresence();
    },
    /** Something came into one's hands without a click. */
    gained(item) {
      this.toast(`已为您接入：${item.resident}　${item.topic || item.last_text}`.slice(0, 60), "is-good");
      if (this.sound) this.alarm.chime();
      if (item.id === this.openId) this.readView();
    },
    askTransfer() {
      if (this.own) this.dialog = { kind: "transfer" };
    },
    async transfer(goal, words) {
      const id = this.openId;
      const work = goal.body ? () => desk.transfer(id, { ...goal.body, ...words }) : () => desk.giveBack(id);
      if (await this.act(work)) this.finished(id, goal.body ? `已转给${goal.name}。` : "已转回队列。");
    },
    async askForHelp() {
      if (!this.own) return;
      let best = "";
      const asked = await this.act(async () => ({ best } = await desk.help(this.openId)));
      if (asked) this.toast(best ? `已请同事接手，${best}现在最有空。` : "已请同事接手；现在没有人有空，有人回来就会看到。", "is-good");
      this.readView();
    },
    heardHelp(data) {
      if (data.from_id === this.staff.id) return;
      this.readCalls();
      if (this.sound) this.alarm.chime();
    },
    async readCalls() {
      try {
        this.asked = await desk.calls();
      } catch {
        // read again with the next news
      }
    },
    async takeOver(id) {
      this.claimed.add(id);
      if (await this.act(() => desk.takeOver(id))) await this.show(id);
      this.readCalls();
      this.readLists();
    },
    takeFirstCall() {
      if (this.calls.length) this.takeOver(this.calls[0].conversation_id);
    },
    passCall(call) {
      this.passed = [...this.passed, call.conversation_id + call.asked_at];
    },
  },
};
