// The left column: who waits, emergencies first, and the conversations in one's hands.

import { CHANNELS, span } from "linli-desk/words.js";
import { CallbackList } from "linli-desk/callbacks.js";
import { Icon } from "linli-desk/icons.js";
import { IncidentList } from "linli-desk/incidents.js";
import { LevelChip, pressing } from "linli-desk/levels.js";

export const ListItem = {
  components: { Icon, LevelChip },
  props: { item: Object, now: Number, open: Boolean, focused: Boolean, unread: Number, estates: Number },
  emits: ["open", "claim"],
  computed: {
    waits() {
      return this.item.status === "queued";
    },
    timer() {
      if (this.waits) return span(this.now - this.item.queuedSince);
      return this.item.unanswered ? span(this.now - this.item.unansweredSince) : "";
    },
    late() {
      const level = pressing(this.item, this.now);
      return !!level && level.state === "missed";
    },
    place() {
      return [this.estates > 1 ? this.item.estate : "", this.item.room].filter(Boolean).join(" ");
    },
    topic() {
      const topic = this.waits ? this.item.topic.replace(/^【.*?】/, "") : "";
      return /^住户还没有/.test(topic) ? "" : topic;
    },
    words() {
      const last = this.item.last_text;
      if (!this.topic) return last || "（还没有留言）";
      return last.length > 6 && !this.topic.includes(last.slice(0, 20)) ? last : "";
    },
    label() {
      const kind = this.item.emergency_name ? "紧急，" + this.item.emergency_name + "，" : "";
      return `${kind}${this.item.resident} ${this.place}，${this.item.last_text}`;
    },
    channel() {
      return CHANNELS[this.item.channel] || "";
    },
  },
  template: `
    <li class="item" :class="{ 'is-open': open, 'is-focused': focused, 'is-emergency': item.emergency, 'is-upset': item.priority === 1 }"
      :data-id="item.id" :aria-current="open ? 'true' : null">
      <button type="button" class="item-body" :aria-label="label" @click="$emit('open', item.id)">
        <span class="item-top">
          <span v-if="item.emergency" class="tag is-danger"><icon name="alert"/>{{ item.emergency_name }}</span>
          <b class="item-name">{{ item.resident }}</b>
          <span class="item-place">{{ item.emergency ? '' : place }}</span>
          <time v-if="timer" class="item-time" :class="{ 'is-late': late }" :title="waits ? '已等候' : '等您回复'">{{ timer }}</time>
        </span>
        <span v-if="item.emergency && place" class="item-where">{{ place }}</span>
        <span v-if="topic" class="item-text is-topic">{{ topic }}</span>
        <span v-if="words" class="item-text">{{ words }}</span>
        <span class="item-foot"><span v-if="waits && !item.emergency && item.reason_name" class="item-why">{{ item.reason_name }}</span><level-chip :item="item" :now="now"/></span>
      </button>
      <button v-if="waits" type="button" class="claim" :class="item.emergency ? 'danger' : 'primary'" @click="$emit('claim', item.id)">接入</button>
      <span v-else-if="unread" class="badge" :aria-label="unread + ' 条未读'">{{ unread > 99 ? '99+' : unread }}</span>
    </li>`,
};

export const QueuePane = {
  components: { CallbackList, Icon, IncidentList, ListItem },
  props: { incidents: Array, callbacks: Array, busy: Boolean, queue: Array, mine: Array, now: Number, open: String, cursor: String, unread: Object, estates: Number, loaded: Boolean },
  emits: ["open", "claim", "called", "incident"],
  template: `
    <nav class="pane lists" aria-label="会话列表">
      <section aria-labelledby="queue-title">
        <h2 id="queue-title">等待接入<span class="total" :class="{ 'is-some': queue.length }">{{ queue.length }}</span></h2>
        <ul v-if="queue.length" class="items" id="queue">
          <list-item v-for="item in queue" :key="item.id" :item="item" :now="now" :open="item.id === open" :focused="item.id === cursor"
            :estates="estates" @open="$emit('open', $event)" @claim="$emit('claim', $event)"/>
        </ul>
        <p v-else-if="loaded" class="empty">没有住户在等，喝口水。</p>
      </section>
      <section aria-labelledby="mine-title">
        <h2 id="mine-title">我的会话<span class="total">{{ mine.length }}</span></h2>
        <ul v-if="mine.length" class="items" id="mine">
          <list-item v-for="item in mine" :key="item.id" :item="item" :now="now" :open="item.id === open" :focused="item.id === cursor"
            :unread="unread[item.id] || 0" :estates="estates" @open="$emit('open', $event)" @claim="$emit('claim', $event)"/>
        </ul>
        <p v-else-if="loaded" class="empty">接入的会话会在这里。</p>
      </section>
      <incident-list :incidents="incidents" @open="$emit('incident', $event)"/>
      <callback-list :callbacks="callbacks" :estates="estates" :busy="busy" @open="$emit('open', $event)" @called="(one, reached) => $emit('called', one, reached)"/>
    </nav>`,
};
