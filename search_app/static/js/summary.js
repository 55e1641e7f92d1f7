// The heading, the total and the notes above the hits; templates/parts/summary.html.

import { h } from "./dom.js";
import { nameLink } from "./hits.js";
import { common } from "./labels.js";
import { t, value as written } from "./messages.js";
import { asking, entityHref, href, isNarrowed, literal, namesOf } from "./state.js";

export function heading(answer, state) {
  const title = state.q ? t("results_for", { q: state.q }) : t(isNarrowed(state) ? "results" : "newest");
  return [
    h("h1", { id: "heading" }, title),
    h(
      "p",
      { class: "total" },
      h("strong", {}, t("articles", { n: answer.total })),
      " ",
      h("span", { class: "took" }, t("took", { ms: answer.took_ms })),
    ),
  ];
}

export function notes(answer, state) {
  const widened = answer.widened.map(({ word, with: forms }) =>
    h("p", { class: "note widened" }, t("widened", { q: word, forms: forms.join(t("comma")) })),
  );
  if (!answer.total) return widened;
  const { relaxed, corrected } = answer.query;
  const meant = answer.did_you_mean;
  const everywhere = common(answer, state);
  return [
    ...widened,
    namesOf(state).map(([kind, name]) =>
      h("p", { class: "about" }, h("a", { href: entityHref(state, kind, name) }, t("about_name", { name: written(kind, name) }))),
    ),
    everywhere.length > 0 &&
      h("p", { class: "common" }, t("common"), everywhere.map(([kind, name]) => [" ", nameLink(kind, name, written(kind, name), state)])),
    relaxed && h("p", { class: "note" }, t(answer.total_all_words ? "relaxed_few" : "relaxed")),
    corrected &&
      h(
        "p",
        { class: "note" },
        t("corrected", { q: corrected }),
        " ",
        h("a", { href: href(literal(state)) }, t("as_typed", { q: state.q })),
      ),
    meant &&
      meant !== corrected &&
      h("p", { class: "note" }, h("a", { href: href(asking(state, meant)) }, t("did_you_mean", { q: meant }))),
  ];
}
