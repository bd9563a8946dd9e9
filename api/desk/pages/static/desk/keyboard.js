// The keys of the desk, outside text fields; inside them only Escape and Alt with a number.

export const FIELDS = "input, textarea, select, [contenteditable]";

/** A keydown listener for the desk component. */
export function keyboard(desk) {
  const keys = {
    "/": () => search(desk),
    "?": () => (desk.dialog = { kind: "help" }),
    j: () => step(desk, 1),
    k: () => step(desk, -1),
    ArrowDown: () => step(desk, 1),
    ArrowUp: () => step(desk, -1),
    c: () => desk.view && desk.view.item.status === "queued" && desk.claim(desk.openId),
    r: () => desk.focusEditor(),
    i: () => desk.focusEditor(),
    w: () => desk.own && (desk.dialog = { kind: "order" }),
    e: () => desk.own && (desk.dialog = { kind: "close" }),
    t: () => desk.askTransfer(),
    h: () => desk.askForHelp(),
    p: () => desk.presence && (desk.dialog = { kind: "presence" }),
    o: () => (desk.dialog = { kind: "orders" }),
    s: () => (desk.dialog = { kind: "menu" }),
    n: () => desk.focusNote(),
    a: () => desk.takeFirstCall(),
    f: () => desk.own && desk.editor().choosePhoto(),
    g: () => desk.own && desk.askHandBack(),
    u: () => desk.refreshOffers(),
    v: () => desk.openFirstIncident(),
    l: () => focusOn(desk, "lists", "#callbacks button"),
    y: () => desk.$refs.chase.toggle(),
    z: () => desk.restNow(),
    d: () => desk.nextTheme(),
    b: () => desk.toggleBrief(),
    m: () => (desk.ringing ? desk.mute() : desk.toggleSound()),
  };
  const advice = {
    Digit0: () => desk.dismissOpen(),
    Digit1: () => desk.pickOffer(1),
    Digit2: () => desk.pickOffer(2),
    Digit3: () => desk.pickOffer(3),
    KeyR: () => desk.own && desk.$refs.rewrite.rewrite(),
  };
  return (event) => {
    if (event.isComposing || desk.dialog) return;
    if (event.altKey && advice[event.code]) return advise(event, advice[event.code]);
    const writing = event.target.closest && event.target.closest(FIELDS);
    if (event.key === "Escape") return back(desk, event, writing);
    if (writing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") return enter(desk, event);
    const key = nameOf(event);
    if (!keys[key]) return;
    if (key.startsWith("Arrow") && !onList(event)) return;
    event.preventDefault();
    keys[key]();
  };
}

// Under a Chinese input method the same key says something else.
const SAME = { "、": "/", "？": "?" };

function nameOf(event) {
  const key = SAME[event.key] || event.key;
  return key.length === 1 ? key.toLowerCase() : key;
}

const onList = (event) => event.target === document.body || !!event.target.closest(".lists");

function step(desk, by) {
  const ids = desk.order;
  if (!ids.length) return;
  const at = ids.indexOf(desk.cursor || desk.openId);
  desk.cursor = at < 0 ? ids[0] : ids[Math.max(0, Math.min(ids.length - 1, at + by))];
  desk.pane = desk.pane === "side" ? "lists" : desk.pane;
  desk.$nextTick(() => {
    const row = document.querySelector(`.item[data-id="${desk.cursor}"]`);
    if (row) row.scrollIntoView({ block: "nearest" });
  });
}

function enter(desk, event) {
  if (event.target.closest("button, a, summary") || !desk.cursor) return;
  event.preventDefault();
  desk.show(desk.cursor);
}

function back(desk, event, writing) {
  if (writing) writing.blur();
  else if (desk.view) desk.leave();
}

function search(desk) {
  desk.pane = "side";
  desk.$nextTick(() => desk.$refs.knowledge.focus());
}

function focusOn(desk, pane, selector) {
  if (!document.querySelector(selector)) return;
  desk.pane = pane;
  desk.$nextTick(() => document.querySelector(selector).focus());
}

function advise(event, act) {
  event.preventDefault();
  act();
}
