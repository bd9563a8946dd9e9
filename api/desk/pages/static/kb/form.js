// Between an entry as the server tells it and the fields of the form.

const DAY = 86400000;

/** Today and so many days, as 2026-11-23, in the reader's own time zone. */
export function dayFrom(days) {
  const date = new Date(Date.now() + days * DAY);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const inAYear = () => dayFrom(365);

export function blank(scope) {
  return {
    title: "", category: "service", scope, asked: "", answer: "", citations: [""], owner: "客服部",
    valid_from: dayFrom(0), valid_to: "", review_on: inAYear(),
  };
}

export function fieldsOf(entry) {
  return {
    title: entry.title,
    category: entry.category,
    scope: entry.scope,
    asked: entry.asked.join("\n"),
    answer: entry.answer,
    citations: entry.citations.length ? entry.citations.map((one) => one.name) : [""],
    owner: entry.owner,
    valid_from: entry.valid_from,
    valid_to: entry.valid_to || "",
    review_on: entry.review_on,
  };
}

export const waysOf = (fields) => fields.asked.split("\n").map((line) => line.trim()).filter(Boolean);

/** What is sent; null while something that must be there is missing. */
export function bodyOf(fields, version) {
  const body = {
    ...fields,
    title: fields.title.trim(),
    questions: [...new Set(waysOf(fields))],
    answer: fields.answer.trim(),
    citations: fields.citations.map((one) => one.trim()).filter(Boolean),
    owner: fields.owner.trim(),
    valid_to: fields.valid_to || null,
    version: version || "",
  };
  delete body.asked;
  const whole = body.title && body.answer && body.owner && body.valid_from && body.review_on;
  return whole ? body : null;
}
