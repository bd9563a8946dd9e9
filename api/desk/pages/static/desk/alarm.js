// The ring of an emergency: made here, no sound file; and the badge in the tab's title.

const EVERY = 3200; // milliseconds between rings

export class Alarm {
  constructor() {
    this.context = null;
    this.timer = null;
    this.title = document.title;
    const wake = () => this.wake();
    // Browsers let a page sound only after somebody has touched it.
    ["pointerdown", "keydown"].forEach((name) => addEventListener(name, wake, { capture: true }));
  }

  wake() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (!this.context && Context) this.context = new Context();
    if (this.context && this.context.state === "suspended") this.context.resume().catch(() => {});
  }

  get allowed() {
    return !!this.context && this.context.state === "running";
  }

  /** Ring until told otherwise; harmless when it rings already. */
  ring(wanted) {
    if (!wanted) {
      clearInterval(this.timer);
      this.timer = null;
    } else if (!this.timer) {
      this.sound();
      this.timer = setInterval(() => this.sound(), EVERY);
    }
  }

  sound() {
    [0, 0.26, 0.52].forEach((at) => this.tone(at, 880, 0.16, 0.22));
  }

  /** One soft note: somebody new waits. */
  chime() {
    this.tone(0, 660, 0.12, 0.1);
    this.tone(0.13, 880, 0.18, 0.1);
  }

  tone(after, frequency, length, loudness) {
    if (!this.allowed) return;
    const start = this.context.currentTime + after;
    const source = this.context.createOscillator();
    const volume = this.context.createGain();
    source.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(loudness, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
    source.connect(volume).connect(this.context.destination);
    source.start(start);
    source.stop(start + length + 0.02);
  }

  badge(emergencies, waiting) {
    const mark = emergencies ? `🔴(${emergencies}) ` : waiting ? `(${waiting}) ` : "";
    document.title = mark + this.title;
  }
}
