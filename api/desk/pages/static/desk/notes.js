// Notes for colleagues, in a colour of their own: nobody may take them for a reply.

import { clock, dayName } from "linli-desk/words.js";
import { Icon } from "linli-desk/icons.js";

export const NotePanel = {
  components: { Icon },
  props: { notes: Array, id: String, memory: Object, save: Function },
  data() {
    return { text: this.memory.note(this.id), busy: false };
  },
  watch: {
    id(id) {
      this.text = this.memory.note(id);
    },
    text(text) {
      this.memory.keepNote(this.id, text);
    },
  },
  template: `
    <section class="notes" aria-labelledby="notes-title">
      <h2 id="notes-title"><icon name="note"/>内部备注<small>住户看不到</small></h2>
      <ul v-if="notes.length"><li v-for="note in notes" :key="note.id" class="note-item"><p class="words">{{ note.text }}</p><p class="note-by">{{ note.staff }} · {{ when(note) }}</p></li></ul>
      <form @submit.prevent="write"><textarea v-model="text" rows="2" maxlength="1000" aria-label="写内部备注" placeholder="写给同事的话，住户看不到" @keydown.enter.ctrl.prevent="write" @keydown.enter.meta.prevent="write"></textarea>
        <button v-if="text.trim()" class="plain is-small" :disabled="busy">记下备注</button></form>
    </section>`,
  methods: {
    when: (note) => dayName(note.created_at) + " " + clock(note.created_at),
    async write() {
      if (!this.text.trim() || this.busy) return;
      const id = this.id;
      this.busy = true;
      if (await this.save(this.text.trim())) {
        this.memory.keepNote(id, "");
        if (this.id === id) this.text = "";
      }
      this.busy = false;
    },
  },
};
