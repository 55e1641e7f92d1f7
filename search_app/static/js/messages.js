// The words of the interface; pages/messages.py reads the same files.

// Values from outside are set apart from the sentence where the directions may differ.
const ISOLATED = new Set(["q", "name", "forms"]);
const TURNING = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

let texts = {};
let plural = new Intl.PluralRules("en");

export async function load(url, language) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  texts = await answer.json();
  plural = new Intl.PluralRules(language);
}

export function t(key, values = {}) {
  let pattern = texts[key];
  if (typeof pattern === "object") pattern = pattern[plural.select(values.n)] ?? pattern.other;
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => {
    if (!(name in values)) return whole;
    const value = values[name];
    const written = typeof value === "number" ? number(value) : value;
    const apart = ISOLATED.has(name) && (isRightToLeft() || TURNING.test(written));
    return apart ? `\u2068${written}\u2069` : written;
  });
}

export function number(value) {
  const [whole, tenth] = String(Math.round(value * 10) / 10).split(".");
  const written = whole.replace(/\B(?=(\d{3})+$)/g, texts.group);
  return tenth ? written + texts.decimal + tenth : written;
}

export function date(value) {
  const [year, month, day] = value.split("-");
  if (!month) return year;
  const name = texts.months[Number(month) - 1];
  if (!day) return t("date_month", { month: name, year });
  return t("date_day", { day: String(Number(day)), month: name, year });
}

export function span(from, to) {
  if (from && to) return from === to ? date(from) : t("span", { from: date(from), to: date(to) });
  return from ? t("span_from", { from: date(from) }) : t("span_to", { to: date(to) });
}

// What readers of this language call names and languages, as far as answers have said.
const labels = { place: {}, language: {}, organization: {}, person: {} };

export function learn(answer) {
  for (const field of Object.keys(labels)) Object.assign(labels[field], answer.labels?.[field]);
  return answer;
}

export function value(field, text) {
  if (Object.hasOwn(labels, field) && Object.hasOwn(labels[field], text)) return labels[field][text];
  return field === "month" && /^\d{4}/.test(text) ? date(text) : text;
}

export const monthNames = () => texts.months_short;
export const isRightToLeft = () => texts.dir === "rtl";
