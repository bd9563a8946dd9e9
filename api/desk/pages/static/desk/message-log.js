// The messages, oldest first; keeps the reader's place whatever arrives.

import { photoUrl } from "linli-desk/api.js";
import { clock, dayName, SENDERS } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

const ORIGINS = { ai: "AI 生成，客服已核对（住户看得到）", suggestion: "推荐回复，未改动" };
const NEAR = 80; // pixels from the end that still count as reading the newest

export const MessageLog = {
  components: { Icon },
  props: { id: String, messages: Array, typing: Boolean, staffId: String, place: Object, read: Number },
  emits: ["article", "place", "photo"],
  data: () => ({ below: 0 }),
  computed: {
    /** Where the mark stands: the last of a colleague's messages that the resident has read. */
    readSeq() {
      const read = this.messages.filter((one) => one.sender === "agent" && one.seq <= this.read);
      return read.length ? read[read.length - 1].seq : 0;
    },
    rows() {
      return this.messages.map((message, index) => {
        const before = this.messages[index - 1];
        const day = dayName(message.created_at);
        return {
          ...message,
          day: !before || dayName(before.created_at) !== day ? day : "",
          joined: !!before && before.sender === message.sender && message.sender !== "system"
            && before.payload.agent_id === message.payload.agent_id,
          time: clock(message.created_at),
          who: this.who(message),
          own: message.sender === "agent" && message.payload.agent_id === this.staffId,
          origin: ORIGINS[message.payload.worded_by] || "",
          photos: message.payload.photos || [],
          parts: (message.payload.photos || []).length ? [] : this.parts(message.text),
        };
      });
    },
  },
  watch: {
    messages: {
      flush: "pre",
      handler(now, before) {
        const more = now.length - before.length;
        const end = this.atEnd();
        const own = more > 0 && now[now.length - 1].sender === "agent";
        this.$nextTick(() => {
          if (end || own) this.toEnd();
          else if (more > 0) this.below += more;
        });
      },
    },
    typing() {
      const end = this.atEnd();
      this.$nextTick(() => end && this.toEnd());
    },
  },
  template: `
    <div class="log-frame">
      <ol ref="log" class="log" tabindex="0" role="log" aria-label="会话内容" aria-live="polite" @scroll.passive="onScroll">
        <template v-for="row in rows" :key="row.id">
          <li v-if="row.day" class="day" aria-hidden="true">{{ row.day }}</li>
          <li v-if="row.sender === 'system'" class="note" :data-seq="row.seq"><span>{{ row.text }}</span><time>{{ row.time }}</time></li>
          <li v-else class="message" :class="['is-' + row.sender, { 'is-own': row.own, 'is-joined': row.joined }]" :data-seq="row.seq">
            <p v-if="!row.joined" class="who"><icon :name="row.sender === 'bot' ? 'bot' : 'person'"/>{{ row.who }}<time>{{ row.time }}</time></p>
            <div class="bubble"><p v-if="row.photos.length" class="photos"><button v-for="one in row.photos" :key="one.id" type="button" class="photo" aria-label="放大照片" @click="$emit('photo', one.id)"><img :src="photoUrl(one.id)" :width="one.width" :height="one.height" alt="照片" @load="onPhoto"></button></p><p v-else class="words"><template v-for="(part, index) in row.parts" :key="index"><strong v-if="part.bold">{{ part.text }}</strong><template v-else>{{ part.text }}</template></template></p>
              <p v-if="(row.payload.citations || []).length" class="chips"><button v-for="one in row.payload.citations" :key="one.ref" type="button" class="chip" @click="$emit('article', one.ref)"><icon name="book"/>{{ one.law }} {{ one.label }}</button></p>
            </div>
            <p v-if="row.origin" class="origin"><icon name="spark"/>{{ row.origin }}</p>
            <p v-if="row.seq === readSeq" class="seen"><icon name="check"/>已读</p>
          </li>
        </template>
        <li v-if="typing" class="message is-resident is-typing" aria-label="住户正在输入"><div class="bubble"><i></i><i></i><i></i></div></li>
      </ol>
      <button v-if="below" type="button" class="to-end" @click="toEnd"><icon name="down"/>{{ below }} 条新消息</button>
    </div>`,
  mounted() {
    if (this.place && this.place.top !== null) this.$refs.log.scrollTop = this.place.top;
    else this.toEnd();
    this.height = this.$refs.log.clientHeight;
    this.watcher = new ResizeObserver(() => {
      this.height = this.$refs.log.clientHeight;
      if (this.stay) this.toEnd();
    });
    this.watcher.observe(this.$refs.log);
    this.stay = this.atEnd();
  },
  beforeUnmount() {
    this.watcher.disconnect();
    this.$emit("place", this.id, { top: this.atEnd() ? null : this.$refs.log.scrollTop });
  },
  methods: {
    who(message) {
      if (message.sender === "agent") return message.payload.agent_id === this.staffId ? "我" : message.payload.agent || SENDERS.agent;
      return SENDERS[message.sender];
    },
    parts(text) {
      const cut = text.split("**");
      return cut.map((part, index) => ({ text: part, bold: index % 2 === 1 && index < cut.length - 1 })).filter((part) => part.text);
    },
    atEnd() {
      const log = this.$refs.log;
      return !log || log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    },
    toEnd() {
      const log = this.$refs.log;
      if (log) log.scrollTop = log.scrollHeight;
      this.below = 0;
      this.stay = true;
    },
    photoUrl,
    /** A picture that comes late must not push the newest words out of sight. */
    onPhoto() {
      if (this.stay) this.toEnd();
    },
    onScroll() {
      // Not the reader moved but the frame: a hint or the brief took some of its room.
      if (this.$refs.log.clientHeight !== this.height) return;
      this.stay = this.atEnd();
      if (this.stay) this.below = 0;
    },
  },
};
