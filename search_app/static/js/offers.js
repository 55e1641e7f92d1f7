// What to do when nothing was found; pages/offers.py is the same on the server.

import { h } from "./dom.js";
import { number, t, value as written } from "./messages.js";
import * as states from "./state.js";

const DATES = ["date", "date_from", "date_to", "missing"];

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
  const name = reason.part === "filter" ? filterLabel(reason.name) : reason.name;
  const next = loosen(reason, state);
  const any = reason.part === "combination" && next.match === "any";
  const label = any ? t("offer_any") : t("offer_without", { name });
  return h(
    "li",
    {},
    t(`nothing_${reason.part}`, { name }),
    " ",
    reason.loosened_total > 0 &&
      offer(next, h("span", {}, label), " ", h("span", { class: "count" }, number(reason.loosened_total))),
  );
}

function loosen(reason, state) {
  if (reason.part === "filter") return withoutFilter(reason.name, state);
  if (reason.part === "word" || reason.part === "phrase") {
    return states.asking(state, withoutWords(reason.name, state.q));
  }
  return state.q ? states.anyWord(state) : states.withoutFilters(state);
}

function split(name) {
  const [parameter, ...rest] = name.split(":");
  return [parameter, rest.join(":")];
}

function withoutFilter(name, state) {
  const [parameter, value] = split(name);
  if (DATES.includes(parameter)) return states.dated(state, "", "");
  const filters = parameter.startsWith("exclude_") ? "exclude" : "include";
  const field = parameter.replace(/^exclude_/, "");
  if (!states.FIELDS.includes(field)) return states.withoutFilters(state);
  const given = state[filters][field];
  const gone = given.includes(value) ? [value] : given;
  return gone.reduce((left, one) => states.toggled(left, field, one, filters), state);
}

function filterLabel(name) {
  const [parameter, value] = split(name);
  const field = parameter.replace(/^exclude_/, "");
  if (DATES.includes(parameter)) return t("timeline");
  if (!states.FIELDS.includes(field)) return name;
  return value ? written(field, value) : t(field);
}

function withoutWords(words, text) {
  const parts = words.replaceAll('"', "").split(/\s+/).filter(Boolean);
  const pattern = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  const whole = new RegExp(`(^|[\\s(])(?:\\w+:)?"?${pattern}"?(?:~\\d+)?(?=$|[\\s)])`, "giu");
  return text.replace(whole, "$1").split(/\s+/).filter(Boolean).join(" ");
}
