// What this browser keeps between reloads: drafts, what was read, small habits.

const ROOT = "linli.desk.";
const KEEP = 7 * 86400000; // drafts older than this are of conversations long over
const fallback = new Map(); // where storage is forbidden, at least this page remembers

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(ROOT + key));
  } catch {
    return fallback.get(key) ?? null;
  }
}

function write(key, value) {
  fallback.set(key, value);
  try {
    if (value === null) localStorage.removeItem(ROOT + key);
    else localStorage.setItem(ROOT + key, JSON.stringify(value));
  } catch {
    // full or forbidden: the copy above serves this page
  }
}

export class Memory {
  constructor(staffId) {
    this.prefix = staffId + ".";
    this.tidy();
  }

  habit(name, otherwise) {
    return read("habit." + name) ?? otherwise;
  }

  setHabit(name, value) {
    write("habit." + name, value);
  }

  /** {text, clientId, offers}: clientId stays with the text, so that a resend is harmless. */
  draft(id) {
    return read(this.prefix + "draft." + id) || { text: "", clientId: "", offers: [] };
  }

  keepDraft(id, draft) {
    const empty = !draft.text && !draft.offers.length;
    write(this.prefix + "draft." + id, empty ? null : { ...draft, at: Date.now() });
  }

  forgetDraft(id) {
    write(this.prefix + "draft." + id, null);
  }

  note(id) {
    return read(this.prefix + "note." + id)?.text || "";
  }

  keepNote(id, text) {
    write(this.prefix + "note." + id, text ? { text, at: Date.now() } : null);
  }

  seen(id) {
    return read(this.prefix + "seen." + id)?.seq || 0;
  }

  keepSeen(id, seq) {
    if (seq > this.seen(id)) write(this.prefix + "seen." + id, { seq, at: Date.now() });
  }

  get open() {
    return read(this.prefix + "open");
  }

  set open(id) {
    write(this.prefix + "open", id);
  }

  tidy() {
    try {
      const old = (key) => (read(key.slice(ROOT.length))?.at || Date.now()) < Date.now() - KEEP;
      Object.keys(localStorage)
        .filter((key) => key.startsWith(ROOT + this.prefix) && old(key))
        .forEach((key) => localStorage.removeItem(key));
    } catch {
      // nothing kept, nothing to tidy
    }
  }
}
