// What the coach offers to the conversation on the page; mixed into the desk.

import { desk } from "linli-desk/api.js";
import { isWritten } from "linli-desk/offers.js";

const SAID_RECENTLY = 4000; // milliseconds

export const advising = {
  data: () => ({
    offersOf: {}, // conversation → offers of the coach
    stale: {}, // conversation → newer words than the offers
    unfolded: "", // the words of the offer that was opened by hand
    hinting: false, // a warning stands above the draft
  }),
  computed: {
    offers() {
      return this.offersOf[this.openId] || [];
    },
    /** What is still on offer, in the order of its keys. */
    shownOffers() {
      return this.offers.filter((offer) => offer.state !== "dismissed");
    },
    /** One hint at a time: the one that was asked for; else none beside a warning, else the best. */
    openOffer() {
      const chosen = this.shownOffers.find((offer) => offer.text === this.unfolded);
      return chosen || (this.hinting ? null : this.shownOffers[0]) || null;
    },
  },
  watch: {
    openId() {
      this.unfolded = "";
      this.hinting = false;
    },
    hinting() {
      this.unfolded = "";
    },
  },
  methods: {
    suggestLater() {
      if (!this.own) return;
      const id = this.openId;
      // Nothing moves under the hands of somebody who writes.
      const writing = this.memory.draft(id).text || Date.now() - this.typedAt < SAID_RECENTLY;
      if (writing && this.offersOf[id]) this.stale[id] = true;
      else this.suggest();
    },
    async suggest() {
      const id = this.openId;
      if (this.suggesting) this.suggesting.abort();
      const aborter = (this.suggesting = new AbortController());
      try {
        const found = await desk.suggestions(id, aborter.signal);
        if (aborter !== this.suggesting) return;
        this.offersOf[id] = this.withKept(id, found);
        this.stale[id] = false;
      } catch {
        // No advice is no harm.
      }
    },
    /** What the draft has been made of is not forgotten: neither a choice, nor who wrote it. */
    withKept(id, found) {
      const draft = this.memory.draft(id).offers;
      const states = new Map(draft.map((offer) => [offer.text, offer.state]));
      const fresh = found.map((offer) => ({ ...offer, state: states.get(offer.text) || "offered" }));
      return [...fresh, ...draft.filter((offer) => isWritten(offer) && offer.state === "taken")];
    },
    take(offer) {
      const editor = this.editor();
      if (!editor) return;
      this.offers.forEach((one) => (one.state = one.state === "taken" ? "offered" : one.state));
      offer.state = "taken";
      this.unfolded = offer.text;
      editor.fill(offer.text);
      this.pane = "talk";
    },
    takeRewrite(text) {
      const offer = { text, key: "ai:rewrite", situation: "", kind: "ai", why: "AI 改写，请核对", sources: [], state: "offered" };
      this.offersOf[this.openId] = [...this.offers, offer];
      this.take(this.offers[this.offers.length - 1]);
    },
    unfold(offer) {
      this.unfolded = offer.text;
    },
    dismiss(offer) {
      offer.state = "dismissed";
    },
    /** The key of an offer opens it, and takes it once it can be read. */
    pickOffer(number) {
      const wanted = this.shownOffers[number - 1];
      if (!wanted || !this.own) return;
      if (wanted === this.openOffer) this.take(wanted);
      else this.unfold(wanted);
    },
    dismissOpen() {
      if (this.own && this.openOffer) this.dismiss(this.openOffer);
    },
    refreshOffers() {
      if (this.own && this.stale[this.openId]) this.suggest();
    },
  },
};
