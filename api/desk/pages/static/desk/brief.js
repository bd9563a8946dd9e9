// What a person must know before taking over, on top of the conversation.

import { articleOf, MOODS } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

export const BriefCard = {
  components: { Icon },
  props: { brief: Object, shown: Boolean },
  emits: ["toggle", "article"],
  computed: {
    mood() {
      return MOODS[this.brief.mood] || "";
    },
    there() {
      return !!(this.brief.what || this.brief.who);
    },
    articles() {
      return (this.brief.sources || []).filter((source) => articleOf(source.ref)).slice(0, 4);
    },
    line() {
      return [this.brief.where, this.brief.what].filter((text) => text && !text.startsWith("未")).join(" · ");
    },
  },
  template: `
    <section v-if="there" class="brief" :class="{ 'is-shut': !shown }" aria-label="会话摘要">
      <button type="button" class="brief-head" :aria-expanded="shown" @click="$emit('toggle')">
        <icon :name="shown ? 'up' : 'down'"/><b>摘要</b><span v-if="mood" class="mood" :class="'is-' + brief.mood">{{ mood }}</span>
        <span v-if="!shown" class="brief-line">{{ line }}</span>
      </button>
      <dl v-if="shown">
        <div><dt>谁</dt><dd>{{ brief.who }}</dd></div>
        <div><dt>哪里</dt><dd>{{ brief.where }}</dd></div>
        <div class="is-wide"><dt>什么事</dt><dd class="brief-what">{{ brief.what }}</dd></div>
        <div v-if="brief.done && brief.done.length" class="is-wide"><dt>已做</dt><dd><ul><li v-for="one in brief.done">{{ one }}</li></ul></dd></div>
        <div v-if="brief.open && brief.open.length" class="is-wide"><dt>还要</dt><dd><ul class="is-open"><li v-for="one in brief.open">{{ one }}</li></ul></dd></div>
        <div v-if="articles.length" class="is-wide"><dt>依据</dt><dd class="chips"><button v-for="one in articles" :key="one.ref" type="button" class="chip" @click="$emit('article', one.ref)"><icon name="book"/>{{ one.title }}</button></dd></div>
      </dl>
    </section>`,
};
