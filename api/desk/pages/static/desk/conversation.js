// What the desk does with the conversation on the page besides talking; mixed into the desk.

import { desk } from "linli-desk/api.js";
import { newId } from "linli-desk/words.js";

const MOST_BYTES = 12 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"];

export const conversing = {
  data: () => ({ readTold: {} }), // conversation → the last number we said we had read
  methods: {
    /** The resident sees 已读; only for one's own conversation, and only when it is news. */
    tellRead(id, seq) {
      if (!this.own || (this.readTold[id] || 0) >= seq) return;
      this.readTold[id] = seq;
      desk.read(id, seq).catch(() => delete this.readTold[id]); // the next look tries again
    },
    heardRead(news) {
      const theirs = news.data.reader === "resident" && news.conversation_id === this.openId;
      if (theirs && this.view) this.view.resident_read = Math.max(this.view.resident_read, news.data.seq);
    },
    async sendPhotos(files) {
      for (const file of files.slice(0, 9)) await this.sendPhoto(file);
    },
    /** Tried again under the same id when the network swallowed the answer. */
    async sendPhoto(file, clientId = newId(), again = true) {
      const id = this.openId;
      if (!TYPES.includes(file.type)) return this.toast("这个文件发不了，请选 JPG、PNG 或 WebP 格式的照片。", "is-bad");
      if (file.size > MOST_BYTES) return this.toast("照片太大了，最多 12 MB，请压缩后再发。", "is-bad");
      try {
        this.sent(id, await desk.photo(id, clientId, file));
      } catch (error) {
        if (error.lost && again) return this.sendPhoto(file, clientId, false);
        this.problem(error);
      }
    },
    async writeNote(text) {
      const done = await this.act(() => desk.note(this.openId, text));
      if (done) await this.readView();
      return done;
    },
    async moveOrder(order, step) {
      const done = await this.act(() => desk.moveOrder(order.id, step));
      if (!done) return;
      this.toast("已更新，住户已在会话里收到通知。", "is-good");
      if (this.view) this.readView();
    },
    focusNote() {
      if (!this.view) return;
      this.pane = "side";
      this.$nextTick(() => document.querySelector(".notes textarea").focus());
    },
    enlarge(id) {
      this.dialog = { kind: "photo", id };
    },
  },
};
