// Where flags lie in a draft. The server counts code points, the browser UTF-16 units.

const RANK = { block: 3, warn: 2, info: 1 };

export const rank = (flag) => RANK[flag.severity] || 0;

export function toUnits(text, points) {
  return Array.from(text).slice(0, points).join("").length;
}

/** Flags with `from` and `to` in UTF-16 units of `text`; null for what is missing. */
export function placed(flags, text) {
  return flags.map((flag, index) => {
    const here = flag.start !== null && flag.end !== null && flag.end > flag.start;
    return {
      ...flag,
      key: index + flag.code,
      from: here ? toUnits(text, flag.start) : null,
      to: here ? toUnits(text, flag.end) : null,
    };
  });
}

/** What still holds of flags after an edit, until the next check: moved along, or dropped. */
export function moved(flags, before, after) {
  let head = 0;
  const least = Math.min(before.length, after.length);
  while (head < least && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < least - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const edge = before.length - tail;
  const by = after.length - before.length;
  return flags
    .filter((flag) => flag.from === null || flag.to <= head || flag.from >= edge)
    .map((flag) => (flag.from !== null && flag.from >= edge && flag.to > head
      ? { ...flag, from: flag.from + by, to: flag.to + by } : flag));
}

/** Cut the text into {text, flag?}; where flags overlap, the graver shows. */
export function pieces(text, flags) {
  const inside = flags.filter((flag) => flag.from !== null);
  const cuts = new Set([0, text.length]);
  inside.forEach((flag) => cuts.add(flag.from).add(Math.min(flag.to, text.length)));
  const edges = [...cuts].sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, index) => {
    const covering = inside.filter((flag) => flag.from <= from && flag.to > from);
    const flag = covering.sort((a, b) => rank(b) - rank(a))[0];
    return { text: text.slice(from, edges[index + 1]), flag, key: from };
  });
}
