// What to do when nothing was found; pages/offers.py is the same on the server.

import { h } from "./dom.js";
import { number, span, t, value as written } from "./messages.js";
import * as states from "./state.js";

export function nothing(answer, state) {
  if (answer.total) {
    const last = answer.total_pages;
    return h(
      "div",
      { class: "nothing" },
      h("p", {}, t("nothing_here", { page: answer.page, last })),
      h("p", {}, offer(states.atPage(state, last), t("page", { page: last }))),
    );
  }
  const narrowed = states.isNarrowed(state);
  const meant = answer.did_you_mean;
  return h(
    "div",
    { class: "nothing" },
    h("h2", {}, t("nothing")),
    meant && h("p", {}, offer(states.asking(state, meant), t("did_you_mean", { q: meant }))),
    answer.diagnosis?.length > 0 &&
      h("ul", { class: "offers" }, answer.diagnosis.map((reason) => reasonItem(reason, state))),
    narrowed && state.q && h("p", {}, offer(states.withoutFilters(state), t("clear_filters"))),
    narrowed || state.q
      ? h("p", {}, offer(states.everything(state), t("offer_all")))
      : h("p", {}, t("nothing_archive")),
  );
}

const offer = (state, ...content) => h("a", { class: "offer", href: states.href(state) }, ...content);

function reasonItem(reason, state) {
  const name = reason.part === "filter" ? filterLabel(reason.name, state) : reason.name;
  const next = loosen(reason, state);
  const total = reason.loosened_total;
  const isWord = reason.part === "word" || reason.part === "phrase";
  const any = reason.part === "combination" && next.match === "any";
  const label = t(any ? "offer_any" : name ? "offer_without" : "clear_filters", { name });
  return h(
    "li",
    {},
    t(`nothing_${reason.part}`, { name }),
    " ",
    (total > 0 || (isWord && next.q)) &&
      offer(next, h("span", {}, label), total > 0 && [" ", h("span", { class: "count" }, number(total))]),
  );
}

function loosen(reason, state) {
  if (reason.part === "filter") return states.without(state, reason.name);
  if (reason.part === "word" || reason.part === "phrase") {
    return states.asking(state, withoutWords(reason.name, state.q));
  }
  return state.q ? states.anyWord(state) : states.withoutFilters(state);
}

function filterLabel(name, state) {
  if (name === "date") return span(state.date_from, state.date_to);
  if (name === "missing") return t("undated");
  const [filters, field] = states.filterOf(name);
  const label = state[filters][field].map((value) => written(field, value)).join(", ");
  return filters !== "exclude" ? label : t("except", { name: label });
}

// Without a word or phrase, and without what belongs to it: quotes, a field, an operator.
function withoutWords(words, text) {
  const parts = words.split(/\s+/).filter(Boolean);
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const whole = new RegExp(
    `(^|[\\s(])(?:(?:AND|OR|NOT)\\s+)?\\+?(?:\\w+:)?"?${pattern}"?(?:~\\d+)?(?=$|[\\s)])`,
    "giu",
  );
  const left = text.replace(whole, "$1").split(/\s+/).filter(Boolean).join(" ");
  return left.replace(/^(?:AND|OR)\s+/, "");
}
