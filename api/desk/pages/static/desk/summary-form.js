// The summary of a conversation as the coach writes it, to be put right before it is passed on
// or closed.

import { desk } from "linli-desk/api.js";

const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean).slice(0, 12);

export const SummaryForm = {
  props: { id: String },
  data: () => ({ summary: null }),
  template: `
    <details v-if="summary" class="close-summary"><summary>小结：{{ summary.what || '还没有内容' }}</summary>
      <div class="form"><div class="form-pair"><label>谁<input v-model="summary.who" maxlength="300"></label><label>哪里<input v-model="summary.where" maxlength="300"></label></div>
        <label>什么事<textarea v-model="summary.what" rows="2" maxlength="300"></textarea></label>
        <label>已做（一行一条）<textarea v-model="summary.done" rows="3" maxlength="2000"></textarea></label>
        <label>还要（一行一条）<textarea v-model="summary.open" rows="2" maxlength="2000"></textarea></label></div></details>`,
  async mounted() {
    try {
      const found = await desk.summary(this.id);
      this.summary = { ...found, done: found.done.join("\n"), open: found.open.join("\n") };
    } catch {
      // Without it one can go on all the same: the server writes its own.
    }
  },
  methods: {
    /** {summary} for the body of a request; nothing while there is none. */
    body() {
      const found = this.summary;
      return found ? { summary: { ...found, done: lines(found.done), open: lines(found.open) } } : {};
    },
  },
};
