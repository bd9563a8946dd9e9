// The middle: one conversation, from its brief to the draft.

import { CHANNELS, span } from "linli-desk/words.js";
import { BriefCard } from "linli-desk/brief.js";
import { DraftEditor } from "linli-desk/editor.js";
import { Icon } from "linli-desk/icons.js";
import { LevelChip } from "linli-desk/levels.js";
import { MessageLog } from "linli-desk/message-log.js";
import { PassedOn } from "linli-desk/team.js";

export const TalkPane = {
  components: { BriefCard, DraftEditor, Icon, LevelChip, MessageLog, PassedOn },
  props: {
    view: Object, staff: Object, now: Number, typing: Boolean, memory: Object, offers: Array,
    briefShown: Boolean, place: Object, busy: Boolean,
  },
  emits: ["claim", "close", "transfer", "help", "hand-back", "order", "article", "sent", "problem", "typed", "hint", "brief", "place", "photo", "photos", "back"],
  data: () => ({ menu: false }),
  computed: {
    item() {
      return this.view.item;
    },
    own() {
      return this.item.status === "human" && this.item.agent_id === this.staff.id;
    },
    where() {
      return [this.item.estate, this.view.resident.room, CHANNELS[this.item.channel]].filter(Boolean).join(" · ");
    },
    state() {
      if (this.item.status === "queued") return "等待接入 " + span(this.now - this.item.queuedSince);
      if (this.item.status === "human") return this.own ? "" : `${this.item.agent || "同事"} 正在接待`;
      return this.item.status === "bot" ? "智能助手接待中" : "已结束";
    },
    waited() {
      return this.own && this.item.unanswered ? span(this.now - this.item.unansweredSince) : "";
    },
  },
  template: `
    <section class="pane talk" :class="{ 'is-emergency': item.emergency }" :data-id="item.id" :aria-label="'与' + item.resident + '的会话'">
      <header class="talk-head">
        <button type="button" class="quiet icon-only only-narrow" aria-label="回到列表" @click="$emit('back')"><icon name="back"/></button>
        <div class="talk-who">
          <h1><span v-if="item.emergency" class="tag is-danger"><icon name="alert"/>{{ item.emergency_name }}</span>{{ item.resident }}</h1>
          <p>{{ where }}<a v-if="view.resident.phone" class="phone" :href="'tel:' + view.resident.phone">{{ view.resident.phone }}</a></p>
        </div>
        <level-chip v-if="item.status === 'human'" :item="item" :now="now" long/>
        <span v-if="state" class="state" :class="'is-' + item.status">{{ state }}</span>
        <span v-if="waited" class="state is-waited" title="住户的话还没有回复"><icon name="talk"/>等您 {{ waited }}</span>
        <div v-if="own" class="talk-acts">
          <button type="button" class="plain" @click="$emit('order')"><icon name="tool"/><span>建工单</span></button>
          <button type="button" class="plain" title="转给同事、小组或队列 T" @click="$emit('transfer')"><icon name="turn"/><span>转给</span></button>
          <button type="button" class="plain is-slim" title="请同事接手 H" :aria-label="view.help_asked ? '已请人接手' : '请人接手'" :disabled="view.help_asked" @click="$emit('help')"><icon name="hand"/><span>{{ view.help_asked ? '已请人接手' : '请人接手' }}</span></button>
          <button type="button" class="plain" title="交还智能助手 G" @click="$emit('hand-back')"><icon name="bot"/><span>交还助手</span></button>
          <button type="button" class="plain is-strong" @click="$emit('close')"><icon name="check"/><span>结束</span></button>
        </div>
      </header>
      <brief-card :brief="view.brief || {}" :shown="briefShown" @toggle="$emit('brief')" @article="$emit('article', $event)"/>
      <passed-on v-if="view.passed_on" :note="view.passed_on"/>
      <message-log :key="item.id" :id="item.id" :messages="view.messages" :typing="typing" :staff-id="staff.id" :place="place" :read="view.resident_read" @photo="$emit('photo', $event)"
        @article="$emit('article', $event)" @place="(id, place) => $emit('place', id, place)"/>
      <draft-editor v-if="own" ref="editor" :key="'draft' + item.id" :id="item.id" :memory="memory" :offers="offers" :agent="staff.name"
        @sent="$emit('sent', item.id, $event)" @article="$emit('article', $event)" @problem="$emit('problem', $event)" @photos="$emit('photos', $event)" @typed="$emit('typed')" @hint="$emit('hint', $event)"/>
      <footer v-else-if="item.status === 'queued'" class="take">
        <p>接入后由您回复，住户会马上知道有人来了。</p>
        <button type="button" class="big" :class="item.emergency ? 'danger' : 'primary'" :disabled="busy" @click="$emit('claim', item.id)">接入会话<kbd>C</kbd></button>
      </footer>
      <footer v-else class="take"><p>{{ item.status === 'human' ? '这个会话由' + (item.agent || '同事') + '接待，您可以查看。' : '这个会话现在不需要您回复，记录可以查看。' }}</p></footer>
    </section>`,
  methods: {
    editor() {
      return this.$refs.editor || null;
    },
  },
};
