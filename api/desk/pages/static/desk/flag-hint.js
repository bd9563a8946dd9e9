// The one hint that stands above the draft.

import { articleName, articleOf, CODES, SEVERITIES } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

export const FlagHint = {
  components: { Icon },
  props: { flag: Object, index: Number, count: Number },
  emits: ["rewrite", "article", "step", "show"],
  computed: {
    name() {
      return CODES[this.flag.code] || this.flag.code;
    },
    severity() {
      return SEVERITIES[this.flag.severity];
    },
    basis() {
      return articleName(this.flag.basis);
    },
    isArticle() {
      return !!articleOf(this.flag.basis);
    },
    icon() {
      return this.flag.severity === "block" ? "stop" : this.flag.severity === "warn" ? "alert" : "bulb";
    },
  },
  template: `
    <div id="draft-hint" class="flag-hint" :class="'is-' + flag.severity" role="status" :data-code="flag.code">
      <icon :name="icon"/>
      <div class="flag-words">
        <p><button type="button" class="flag-name" @click="$emit('show')">{{ severity }} · {{ name }}</button>{{ flag.reason }}</p>
        <p v-if="flag.rewrite || basis" class="flag-acts">
          <button v-if="flag.rewrite" type="button" class="chip is-strong" @click="$emit('rewrite')"><b>换成</b>{{ flag.rewrite }}</button>
          <button v-if="isArticle" type="button" class="chip" @click="$emit('article', flag.basis)"><icon name="book"/>{{ basis }}</button>
          <span v-else-if="basis" class="basis">{{ basis }}</span>
        </p>
      </div>
      <div v-if="count > 1" class="flag-steps">
        <button type="button" class="quiet icon-only" aria-label="上一处提示" @click="$emit('step', -1)"><icon name="up"/></button>
        <span>{{ index + 1 }}/{{ count }}</span>
        <button type="button" class="quiet icon-only" aria-label="下一处提示" @click="$emit('step', 1)"><icon name="down"/></button>
      </div>
    </div>`,
};
