// The same trouble of many residents: a proposal, one notice to all, one end.

import { desk } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";
import { Icon } from "linli-desk/icons.js";
import { spoken } from "linli-desk/words.js";

/** Proposals shout; open incidents wait in the left column. */
export const IncidentStrip = {
  components: { Icon },
  props: { incidents: Array },
  emits: ["open"],
  template: `
    <div v-for="one in incidents" :key="one.id" class="strip is-incident" role="status">
      <icon name="people"/><p><b>{{ one.title }}：{{ one.reporters.length }} 位住户都在报</b><span>{{ one.estate }}　“{{ one.reporters[0].words }}”</span></p>
      <button type="button" class="primary is-small" @click="$emit('open', one.id)">合并处理</button>
    </div>`,
};

export const IncidentList = {
  components: { Icon },
  props: { incidents: Array },
  emits: ["open"],
  template: `
    <section v-if="incidents.length" aria-labelledby="incidents-title">
      <h2 id="incidents-title">处理中的事件<span class="total">{{ incidents.length }}</span></h2>
      <ul class="items" id="incidents"><li v-for="one in incidents" :key="one.id" class="item"><button type="button" class="item-body" @click="$emit('open', one.id)">
        <span class="item-top"><icon name="people"/><b class="item-name">{{ one.title }}</b><span class="item-place">{{ one.reporters.length }} 位住户</span></span><span class="item-text">{{ one.notice }}</span></button></li></ul>
    </section>`,
};

export const IncidentDialog = {
  components: { Frame, Icon },
  props: { incident: Object, busy: Boolean },
  emits: ["shut", "sent", "dismissed", "open", "problem"],
  data() {
    return { notice: this.incident.status === "proposed" ? this.incident.draft : "", flags: [], override: "" };
  },
  computed: {
    fresh() {
      return this.incident.status === "proposed";
    },
    ready() {
      return this.notice.trim().length >= 2 && (!this.flags.length || this.override.trim().length >= 6);
    },
    lasting() {
      return spoken(this.incident.seconds * 1000);
    },
  },
  template: `
    <Frame :title="incident.title" wide @shut="$emit('shut')">
      <p class="dialog-lead">{{ incident.estate }}，{{ lasting }}里有 {{ incident.reporters.length }} 位住户报告。{{ incident.number ? '工单 ' + incident.number + '。' : '' }}</p>
      <ul class="reporters"><li v-for="one in incident.reporters" :key="one.conversation_id"><button type="button" class="reporter" @click="$emit('open', one.conversation_id)"><b>{{ one.resident }}</b><span>{{ one.room }}</span><span class="reporter-words">{{ one.words }}</span><span v-if="one.told" class="tag is-good"><icon name="check"/>已通知</span></button></li></ul>
      <form class="form" @submit.prevent="ready && send(false)">
        <label>{{ fresh ? '给他们的通知' : '新的进展' }}<textarea v-model="notice" name="notice" rows="3" maxlength="1000" @input="flags = []"></textarea></label>
        <div v-if="flags.length" class="dialog-warn" role="alert"><p v-for="flag in flags" :key="flag.code + flag.reason"><b>没有发出：</b>{{ flag.reason }}</p><label>仍要发送，理由是<input v-model="override" name="override" maxlength="500"></label></div>
        <p class="form-note">{{ fresh ? '会建一张工单，通知发给以上每一位；之后再来报同一件事的住户会自动加入并收到通知。' : '发给以上每一位住户。' }}</p>
        <div class="dialog-acts"><button v-if="fresh" type="button" class="quiet" :disabled="busy" @click="dismiss">不是同一件事</button><button v-else type="button" class="plain" :disabled="busy || !ready" @click="send(true)">已恢复，通知并结束</button><button class="primary" :disabled="busy || !ready">{{ fresh ? '建事件，通知 ' + incident.reporters.length + ' 位住户' : '发通知' }}</button></div>
      </form>
    </Frame>`,
  methods: {
    async send(done) {
      try {
        const body = { notice: this.notice.trim(), override: this.override.trim(), done };
        const sent = await desk.notify(this.incident.id, body);
        this.flags = sent.flags;
        if (sent.told) this.$emit("sent", sent, done);
      } catch (error) {
        this.$emit("problem", error);
      }
    },
    async dismiss() {
      try {
        await desk.dismiss(this.incident.id);
        this.$emit("dismissed");
      } catch (error) {
        this.$emit("problem", error);
      }
    },
  },
};

/** Mixed into the desk. */
export const shared = {
  data: () => ({ incidents: [] }),
  computed: {
    proposals() {
      return this.incidents.filter((one) => one.status === "proposed");
    },
    running() {
      return this.incidents.filter((one) => one.status === "open");
    },
    incident() {
      return this.dialog && this.dialog.kind === "incident" ? this.incidents.find((one) => one.id === this.dialog.id) : null;
    },
  },
  mounted() {
    this.readIncidents();
  },
  methods: {
    async readIncidents() {
      try {
        const before = this.proposals.length;
        this.incidents = await desk.incidents();
        if (this.dialog && this.dialog.kind === "incident" && !this.incident) this.shut(); // a colleague has settled it
        if (this.proposals.length > before && this.loaded && this.sound) this.alarm.chime();
      } catch {
        // read again with the next news
      }
    },
    openIncident(id) {
      this.dialog = { kind: "incident", id };
    },
    openFirstIncident() {
      const first = this.proposals[0] || this.running[0];
      if (first) this.openIncident(first.id);
    },
    notified(sent, done) {
      this.shut();
      this.toast(done ? `已通知 ${sent.told} 位住户，事件结束。` : `已通知 ${sent.told} 位住户，工单 ${sent.number}。`, "is-good");
      this.readIncidents();
    },
    dismissed() {
      this.shut();
      this.readIncidents();
    },
    showFromIncident(id) {
      this.shut();
      this.show(id);
    },
  },
};
