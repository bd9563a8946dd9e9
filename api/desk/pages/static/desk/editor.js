// The draft: a textarea with its flags underlined in place on a mirror behind it.

import { desk } from "linli-desk/api.js";
import { outcomes } from "linli-desk/offers.js";
import { moved, pieces, placed, rank } from "linli-desk/spans.js";
import { CODES, newId, SEVERITIES } from "linli-desk/words.js";
import { CannedPalette } from "linli-desk/canned.js";
import { FlagHint } from "linli-desk/flag-hint.js";
import { Icon } from "linli-desk/icons.js";
import { RefusedPanel } from "linli-desk/refused-panel.js";

const CHECK_AFTER = 250; // milliseconds without a keystroke
const TYPING_EVERY = 3000;
const UNDO_FOR = 15000;
const LIMIT = 2000;

export const DraftEditor = {
  components: { CannedPalette, FlagHint, Icon, RefusedPanel },
  props: { id: String, memory: Object, offers: Array, agent: String },
  emits: ["photos", "sent", "article", "problem", "typed", "hint"],
  data() {
    const draft = this.memory.draft(this.id);
    return {
      text: draft.text,
      clientId: draft.clientId || newId(),
      flags: [],
      checked: null, // the text that the flags belong to
      caret: draft.text.length,
      chosen: "",
      refused: null,
      warned: {}, // code → the flagged words, of what was pointed out in this draft
      sending: false,
      undo: null,
      palette: false,
      SEVERITIES,
    };
  },
  computed: {
    pieces() {
      return pieces(this.text, this.flags);
    },
    located() {
      return this.flags.filter((flag) => flag.from !== null).sort((a, b) => rank(b) - rank(a) || a.from - b.from);
    },
    /** What the draft lacks; said only when nothing in it has to be changed first. */
    missing() {
      return this.refused || this.hint ? [] : this.flags.filter((flag) => flag.from === null).slice(0, 1);
    },
    /** One hint at a time: where the caret stands, else the chosen, else the gravest. */
    hint() {
      const under = this.located.find((flag) => flag.from <= this.caret && this.caret <= flag.to && this.chosen === "caret");
      return under || this.located.find((flag) => flag.key === this.chosen) || this.located[0] || null;
    },
    blocked() {
      return this.located.some((flag) => flag.severity === "block");
    },
    length() {
      return Array.from(this.text).length;
    },
    tooLong() {
      return this.length > LIMIT;
    },
  },
  template: `
    <section class="editor" :class="{ 'is-blocked': blocked }" aria-label="回复住户">
      <canned-palette v-if="palette" :id="id" @use="useCanned" @shut="shutPalette" @problem="$emit('problem', $event)"/>
      <refused-panel v-if="refused" :flags="refused" :sending="sending"
        @article="$emit('article', $event)" @override="send($event)" @back="reconsider"/>
      <flag-hint v-else-if="hint" :flag="hint" :index="located.indexOf(hint)" :count="located.length"
        @rewrite="rewrite(hint)" @article="$emit('article', $event)" @step="step" @show="show(hint)"/>
      <div class="paper" @click="$refs.area.focus()">
        <div class="sheet">
          <div class="mirror" aria-hidden="true"><template v-for="piece in pieces" :key="piece.key"
            ><span v-if="piece.flag" class="flagged" :class="['is-' + piece.flag.severity, { 'is-shown': piece.flag === hint }]"
              :data-code="piece.flag.code">{{ piece.text }}</span
            ><template v-else>{{ piece.text }}</template></template>{{ '\\n' }}</div>
          <textarea ref="area" :value="text" class="draft" rows="1" aria-label="回复内容" enterkeyhint="send"
            placeholder="回复住户…　Enter 发送，Shift+Enter 换行" :readonly="sending" :aria-invalid="blocked"
            aria-describedby="draft-hint" spellcheck="false" @input="onInput" @compositionend="checkSoon(250)" @keydown="onKey" @click="onCaret" @keyup="onCaret"></textarea>
        </div>
      </div>
      <div class="editor-foot">
        <button type="button" class="quiet icon-only" aria-label="常用语" title="常用语 /" :aria-expanded="palette" @click="palette = !palette"><icon name="note"/></button>
        <button type="button" class="quiet icon-only" aria-label="发照片" title="发照片 F" @click="choosePhoto"><icon name="camera"/></button><input ref="photo" class="file" type="file" tabindex="-1" aria-hidden="true" accept="image/jpeg,image/png,image/webp" multiple @change="choosePhotos">
        <p class="missing" aria-live="polite"><template v-for="flag in missing" :key="flag.code"
          ><span :data-code="flag.code" :title="flag.reason"><b>{{ names(flag) }}</b>{{ flag.reason }}<button v-if="flag.rewrite" type="button" class="add" :title="flag.rewrite" @click="complete(flag)">补上</button></span></template></p>
        <button v-if="undo" type="button" class="quiet" @click="restore">撤销{{ undo.label }}</button>
        <span v-if="length > 1500" class="count" :class="{ 'is-over': tooLong }">{{ length }}/2000</span>
        <button type="button" class="primary send" :disabled="!text.trim() || sending || tooLong" @click="send('')">{{ sending ? '发送中…' : '发送' }}</button>
      </div>
    </section>`,
  watch: {
    hint(hint) {
      this.$emit("hint", !!hint);
    },
  },
  created() {
    this.round = 0;
    this.toldAt = 0;
  },
  mounted() {
    if (this.text) this.checkSoon(0);
  },
  beforeUnmount() {
    clearTimeout(this.checkTimer);
    clearTimeout(this.undoTimer);
    this.$emit("hint", false);
    if (this.aborter) this.aborter.abort();
  },
  methods: {
    names: (flag) => CODES[flag.code] || flag.code,

    // ---- typing

    onInput(event) {
      this.change(event.target.value);
      this.caret = event.target.selectionStart;
      // Half a syllable of an input method is no draft to judge: the check waits for its end.
      if (!event.isComposing) this.checkSoon(CHECK_AFTER);
      this.tellTyping();
      this.$emit("typed");
    },
    change(text) {
      this.flags = moved(this.flags, this.text, text);
      this.text = text;
      this.refused = null;
      this.clientId = newId();
      this.keep();
    },
    keep() {
      const offers = this.offers.map((offer) => ({ ...offer }));
      this.memory.keepDraft(this.id, { text: this.text, clientId: this.clientId, offers: this.text ? offers : [] });
    },
    tellTyping() {
      if (Date.now() - this.toldAt < TYPING_EVERY || !this.text.trim()) return;
      this.toldAt = Date.now();
      desk.typing(this.id).catch(() => {}); // a courtesy: the next keystroke tries again
    },
    onKey(event) {
      if (this.opensPalette(event)) return;
      if (event.isComposing || event.keyCode === 229) return; // Enter ends a composition, not the draft
      if (event.altKey && this.advised(event.key)) return event.preventDefault();
      if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        if (!this.sending) this.send("");
      }
    },
    /** Alt+Enter follows the hint, Alt with an arrow goes to another; false for other keys. */
    advised(key) {
      if (key === "Enter" && this.hint && this.hint.rewrite) this.rewrite(this.hint);
      else if (key === "Enter" && this.missing.length && this.missing[0].rewrite) this.complete(this.missing[0]);
      else if (key === "ArrowDown" && this.hint) this.step(1);
      else if (key === "ArrowUp" && this.hint) this.step(-1);
      else return false;
      return true;
    },
    choosePhoto() {
      this.$refs.photo.click();
    },
    /** "/" in an empty draft, under a Chinese input method too. */
    opensPalette(event) {
      const slash = event.code === "Slash" && !event.shiftKey && !event.ctrlKey && !event.altKey;
      if (!slash || this.text) return false;
      event.preventDefault();
      this.palette = true;
      return true;
    },
    useCanned(text) {
      this.palette = false;
      this.$nextTick(() => this.append(text));
    },
    shutPalette() {
      this.palette = false;
      this.focus();
    },
    choosePhotos(event) {
      this.$emit("photos", Array.from(event.target.files));
      event.target.value = "";
    },
    onCaret() {
      const at = this.$refs.area.selectionStart;
      if (at === this.caret) return;
      this.caret = at;
      if (this.located.some((flag) => flag.from <= at && at <= flag.to)) this.chosen = "caret";
    },

    // ---- flags

    checkSoon(delay) {
      clearTimeout(this.checkTimer);
      this.checkTimer = setTimeout(() => this.check(), delay);
    },
    async check() {
      const text = this.text;
      this.round += 1;
      const round = this.round;
      if (this.aborter) this.aborter.abort();
      if (!text.trim()) {
        this.flags = [];
        this.checked = text;
        return;
      }
      this.aborter = new AbortController();
      try {
        const flags = await desk.flags(this.id, text, this.aborter.signal);
        if (round !== this.round || text !== this.text) return; // a later draft is under way
        this.flags = placed(flags, text);
        this.point(flags, text);
        this.checked = text;
      } catch (error) {
        // Without an answer nothing is marked; sending checks again on the server.
      }
    },
    /** Half a draft always lacks something: that counts only when the agent takes the offer. */
    point(flags, text) {
      const signs = Array.from(text);
      const located = flags.filter((flag) => flag.start !== null);
      for (const flag of located) this.warned[flag.code] = signs.slice(flag.start, flag.end).join("");
    },
    judgeAgain() {
      if (this.text.trim()) this.checkSoon(0);
    },
    /** What had been pointed out; the server knows what of it is still there. */
    pointedOut() {
      return Object.entries(this.warned).map(([code, text]) => ({ code, text }));
    },
    step(by) {
      const at = this.located.indexOf(this.hint);
      const next = this.located[(at + by + this.located.length) % this.located.length];
      this.chosen = next.key;
      this.show(next);
    },
    show(flag) {
      this.$refs.area.focus();
      this.$refs.area.setSelectionRange(flag.from, flag.to);
    },
    /** What is missing comes as a whole draft with it in. */
    complete(flag) {
      this.warned[flag.code] = this.text;
      this.replace(0, this.text.length, flag.rewrite, "补充");
    },
    rewrite(flag) {
      this.replace(flag.from, flag.to, flag.rewrite, "改写");
    },

    // ---- changes made for the agent, always to be undone

    /** Put `text` in place of a part of the draft; Ctrl+Z and the button bring it back. */
    replace(from, to, text, label) {
      const area = this.$refs.area;
      this.undo = { text: this.text, label };
      clearTimeout(this.undoTimer);
      this.undoTimer = setTimeout(() => (this.undo = null), UNDO_FOR);
      area.focus();
      area.setSelectionRange(from, to);
      // The old command is the one way that keeps the browser's own undo.
      if (!document.execCommand("insertText", false, text)) area.setRangeText(text, from, to, "end");
      this.change(area.value);
      this.caret = area.selectionStart;
      this.checkSoon(0);
    },
    fill(text) {
      this.replace(0, this.text.length, text, "采用");
      if (!this.undo.text) this.undo = null;
    },
    append(text) {
      const area = this.$refs.area;
      const at = this.text.length ? area.selectionEnd : 0;
      const gap = at > 0 && this.text[at - 1] !== "\n" ? "\n" : "";
      this.replace(at, at, gap + text, "插入");
    },
    restore() {
      const before = this.undo.text;
      this.undo = null;
      this.replace(0, this.text.length, before, "");
      this.undo = null;
    },
    focus() {
      this.$refs.area.focus();
    },

    // ---- sending

    async send(override) {
      const text = this.text;
      if (!text.trim() || this.sending || this.tooLong) return;
      this.sending = true;
      const body = { text, client_id: this.clientId, override, suggestions: outcomes(this.offers, text), fixed: this.pointedOut() };
      try {
        const answer = await desk.reply(this.id, body);
        if (answer.sent) this.done(answer.message);
        else this.refuse(answer.flags);
      } catch (error) {
        this.$emit("problem", error);
      } finally {
        this.sending = false;
        this.$nextTick(() => this.$refs.area && !this.refused && this.$refs.area.focus());
      }
    },
    done(message) {
      this.memory.forgetDraft(this.id);
      this.text = "";
      this.flags = [];
      this.refused = null;
      this.warned = {};
      this.undo = null;
      this.clientId = newId();
      this.round += 1;
      clearTimeout(this.checkTimer);
      this.$emit("sent", message);
    },
    refuse(flags) {
      this.point(flags, this.text.trimStart());
      this.flags = placed(flags, this.text.trimStart()).map((flag) => this.shifted(flag));
      this.refused = this.flags.filter((flag) => flag.severity === "block");
    },
    /** The server judges the draft without the blanks around it. */
    shifted(flag) {
      const by = this.text.length - this.text.trimStart().length;
      return flag.from === null ? flag : { ...flag, from: flag.from + by, to: flag.to + by };
    },
    reconsider() {
      const flag = this.refused[0];
      this.refused = null;
      if (flag.from !== null) this.$nextTick(() => this.show(flag));
      else this.focus();
    },
  },
};
