// The end of a conversation: its summary, to be put right, and what came of it.

import { Frame } from "linli-desk/dialogs.js";
import { SummaryForm } from "linli-desk/summary-form.js";
import { RESULTS } from "linli-desk/words.js";

export const CloseDialog = {
  components: { Frame, SummaryForm },
  props: { id: String, busy: Boolean, resident: String, unsent: Boolean },
  emits: ["shut", "done"],
  data: () => ({ results: RESULTS }),
  template: `
    <Frame title="结束会话" @shut="$emit('shut')">
      <p v-if="unsent" class="dialog-warn">回复框里还有没发出的话，结束后就没有了。</p>
      <summary-form ref="summary" :id="id"/>
      <p class="dialog-lead">{{ resident }}的事，结果是？住户会被请来评价。</p>
      <div class="choices"><button v-for="(one, index) in results" :key="one.id" type="button" class="choice" :disabled="busy" :data-result="one.id" @click="choose(one.id)"><kbd>{{ index + 1 }}</kbd><b>{{ one.name }}</b><span>{{ one.hint }}</span></button></div>
    </Frame>`,
  mounted() {
    this.onKey = (event) => {
      const one = RESULTS[Number(event.key) - 1];
      if (one && !this.busy && !event.target.matches("input, textarea")) this.choose(one.id);
    };
    addEventListener("keydown", this.onKey);
  },
  beforeUnmount() {
    removeEventListener("keydown", this.onKey);
  },
  methods: {
    choose(result) {
      this.$emit("done", { result, ...this.$refs.summary.body() });
    },
  },
};
