// The end of a conversation: its summary, to be put right, and what came of it.

import { desk } from "linli-desk/api.js";
import { Frame } from "linli-desk/dialogs.js";
import { RESULTS } from "linli-desk/words.js";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 12);

export const CloseDialog = {
  components: { Frame },
  props: { id: String, busy: Boolean, resident: String, unsent: Boolean },
  emits: ["shut", "done"],
  data: () => ({ results: RESULTS, summary: null, shown: false }),
  template: `
    <Frame title="结束会话" @shut="$emit('shut')">
      <p v-if="unsent" class="dialog-warn">回复框里还有没发出的话，结束后就没有了。</p>
      <details v-if="summary" class="close-summary" @toggle="shown = $event.target.open"><summary>小结：{{ summary.what || '还没有内容' }}</summary>
        <div class="form"><div class="form-pair"><label>谁<input v-model="summary.who" maxlength="300"></label><label>哪里<input v-model="summary.where" maxlength="300"></label></div>
          <label>什么事<textarea v-model="summary.what" rows="2" maxlength="300"></textarea></label>
          <label>已做（一行一条）<textarea v-model="summary.done" rows="3" maxlength="2000"></textarea></label>
          <label>还要（一行一条）<textarea v-model="summary.open" rows="2" maxlength="2000"></textarea></label></div></details>
      <p class="dialog-lead">{{ resident }}的事，结果是？住户会被请来评价。</p>
      <div class="choices"><button v-for="(one, index) in results" :key="one.id" type="button" class="choice" :disabled="busy" :data-result="one.id" @click="choose(one.id)"><kbd>{{ index + 1 }}</kbd><b>{{ one.name }}</b><span>{{ one.hint }}</span></button></div>
    </Frame>`,
  async mounted() {
    this.onKey = (event) => {
      const one = RESULTS[Number(event.key) - 1];
      if (one && !this.busy && !event.target.matches("input, textarea")) this.choose(one.id);
    };
    addEventListener("keydown", this.onKey);
    try {
      const found = await desk.summary(this.id);
      this.summary = { ...found, done: found.done.join("\n"), open: found.open.join("\n") };
    } catch {
      // Without it the conversation can be closed all the same: the server writes its own.
    }
  },
  beforeUnmount() {
    removeEventListener("keydown", this.onKey);
  },
  methods: {
    choose(result) {
      const summary = this.summary && { ...this.summary, done: lines(this.summary.done), open: lines(this.summary.open) };
      this.$emit("done", { result, ...(summary ? { summary } : {}) });
    },
  },
};
