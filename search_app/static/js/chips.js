// The active filters, each with a way out; templates/parts/filters.html is the same.

import { h } from "./dom.js";
import { span, t, value as written } from "./messages.js";
import { FIELDS, dated, href, toggled, undated, withoutFilters } from "./state.js";

const MAX_CHIPS = 50; // each holds a link with all others

export function chips(state) {
  const active = [...activeFilters(state)].slice(0, MAX_CHIPS);
  if (!active.length) return null;
  return [
    h("h2", { class: "unseen" }, t("active_filters")),
    h(
      "ul",
      { class: "chips" },
      active.map(([field, label, without, joint]) =>
        h(
          "li",
          {},
          joint && [h("span", { class: "joint" }, t(joint)), " "],
          h(
            "a",
            { class: `chip ${field}`, href: href(without), "aria-label": t("remove", { name: label }) },
            h("bdi", {}, label),
          ),
        ),
      ),
      active.length > 1 &&
        h("li", {}, h("a", { class: "clear", href: href(withoutFilters(state)) }, t("clear_filters"))),
    ),
  ];
}

function* activeFilters(state) {
  if (state.date_from || state.date_to) {
    yield ["date", span(state.date_from, state.date_to), dated(state, "", "")];
  }
  if (state.missing) yield ["date", t("undated"), undated(state, false)];
  for (const field of FIELDS) {
    const any = state.include[field].map((value) => [value, "or"]);
    const all = state.all[field].map((value) => [value, "and"]);
    for (const [place, [value, joint]] of [...any, ...all].entries()) {
      yield [field, written(field, value), toggled(state, field, value), place > 0 && joint];
    }
  }
  for (const field of FIELDS) {
    for (const value of state.exclude[field]) {
      yield [field, t("except", { name: written(field, value) }), toggled(state, field, value, true)];
    }
  }
}
