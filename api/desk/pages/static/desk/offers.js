// What became of suggestions: taken, edited, ignored or dismissed; told with the reply.

const pairs = (text) => {
  const clean = text.replace(/\s+/g, "");
  return new Set(Array.from(clean, (sign, index) => sign + (clean[index + 1] || "")));
};

/** Share of the suggestion's pairs of signs that are still in what is sent, 0 to 1. */
export function kept(suggestion, sent) {
  const wanted = pairs(suggestion);
  const there = pairs(sent);
  const both = [...wanted].filter((pair) => there.has(pair)).length;
  return wanted.size ? both / wanted.size : 0;
}

const EDITED_FROM = 0.3; // with less of it left, the agent wrote something of their own

/** Whether a language model wrote it. */
export const isWritten = (offer) => (offer.key || "").startsWith("ai:");

/** One `SuggestionUse` an offer; `offers` are {text, state: offered|taken|dismissed}. */
export function outcomes(offers, sent) {
  return offers.map((offer) => ({
    text: offer.text,
    key: offer.key || "",
    situation: offer.situation || "",
    outcome: outcome(offer, sent.trim()),
  }));
}

function outcome(offer, sent) {
  if (offer.state === "dismissed") return "dismissed";
  if (offer.state !== "taken") return "ignored";
  if (sent === offer.text.trim()) return "taken";
  return kept(offer.text, sent) >= EDITED_FROM ? "edited" : "ignored";
}
