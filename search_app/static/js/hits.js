// The list of hits and the pager; templates/parts/hits.html is the same on the server.

import { coins } from "./coins.js";
import { h } from "./dom.js";
import { acronym, common, host, KINDS, onCard, webUrl } from "./labels.js";
import { date, number, t, value as written } from "./messages.js";
import { articleHref, atPage, has, href, narrowed, uncollapsed } from "./state.js";
import { direction, marked } from "./text.js";

const MOST_AUTHORS = 3;

export function hitList(answer, state) {
  const start = (answer.page - 1) * answer.per_page + 1;
  const leftOut = common(answer, state);
  return h("ol", { class: "hits", start }, answer.hits.map((hit, place) => h("li", {}, card(hit, leftOut, state, start + place))));
}

// What only vectors found, in the order of the page.
export function meant(answer, state) {
  const leftOut = common(answer, state);
  return ["by_meaning", "other_languages"].map((name) => {
    if (!answer[name]?.length) return null;
    const cards = answer[name].map((hit) => h("li", {}, card(hit, leftOut, state, 0, true)));
    return h(
      "section",
      { class: "meant", "aria-labelledby": name },
      h("h2", { id: name }, t(name)),
      h("p", { class: "note" }, t("meant")),
      h("ul", { class: "hits" }, cards),
    );
  });
}

function card(hit, leftOut, state, rank, tongue = false) {
  const { lang: ui, dir } = document.documentElement;
  return h(
    "article",
    { class: "hit", lang: known(hit.language), dir: direction(hit.language) },
    h("h2", {}, h("a", { href: articleHref(state, hit.id, rank) }, title(hit))),
    h("p", { class: "meta", lang: ui, dir }, dateOf(hit), credits(hit, state), tongue && tongueOf(hit)),
    snippet(hit.highlights.body),
    names(hit, leftOut, state),
    hit.similar > 0 &&
      h(
        "details",
        { class: "similar", "data-id": hit.id, "data-count": hit.similar, lang: ui },
        h("summary", {}, h("bdi", {}, t("similar", { n: hit.similar }))),
        h("div", {}, h("a", { href: href(uncollapsed(state)) }, t("similar_all"))),
      ),
    coins(hit),
  );
}

const tongueOf = (hit) =>
  known(hit.language) && [" ", h("span", { class: "tongue", dir: document.documentElement.dir }, written("language", hit.language))];

const known = (language) => (language === "und" ? null : language);

export function title(hit) {
  if (!hit.title) return h("span", { lang: document.documentElement.lang }, t("untitled"));
  const [whole] = hit.highlights.title;
  return whole ? marked(whole.text, whole.offsets) : hit.title;
}

export function dateOf(hit) {
  const { dir } = document.documentElement;
  if (!hit.date) return h("span", { class: "no-date", dir }, t("undated"));
  const guessed = hit.date_source.startsWith("inferred") || hit.date_source === "text_no_year";
  return [
    h("time", { datetime: hit.date, dir }, date(hit.date)),
    guessed && " ",
    guessed && h("span", { class: "inferred", dir }, t("inferred")),
  ];
}

function credits(hit, state) {
  const link = (kind, name, rel) =>
    h(
      "a",
      {
        class: kind,
        rel,
        href: href(narrowed(state, kind, name)),
        title: t(has(state, kind, name) ? "remove" : "filter_by", { name }),
      },
      h("bdi", {}, name),
    );
  const url = webUrl(hit.source.url);
  return [
    hit.outlet && [" ", link("outlet", hit.outlet, null)],
    hit.authors.slice(0, MOST_AUTHORS).map((name) => [" ", link("author", name, "author")]),
    url && [
      " ",
      h(
        "a",
        { class: "original", href: url, rel: "noreferrer nofollow noopener", title: t("original_at", { name: host(url) }) },
        hit.outlet ? t("original") : h("bdi", {}, host(url)),
      ),
    ],
  ];
}

function snippet(pieces) {
  if (!pieces.length) return null;
  return h(
    "p",
    { class: "snippet" },
    pieces.map((piece) =>
      h(
        "span",
        {},
        piece.start > 0 && "… ",
        marked(piece.text, piece.offsets),
        !'.!?؟…»”"'.includes(piece.text.slice(-1)) && " …",
      ),
    ),
  );
}

// What a card calls a name: the acronym of the reader's form where that has one.
function short(kind, name, label) {
  const own = written(kind, name);
  if (kind === "organization" && own !== name) return acronym(own);
  return label === name ? own : label;
}

function names(hit, leftOut, state) {
  const items = KINDS.flatMap((kind) =>
    onCard(hit[`${kind}s`], kind, leftOut).map(([name, label]) => h("li", {}, nameLink(kind, name, short(kind, name, label), state))),
  );
  return items.length ? h("ul", { class: "names" }, items) : null;
}

export function nameLink(kind, name, label, state) {
  const active = has(state, kind, name);
  return h(
    "a",
    {
      class: `name ${kind}`,
      "aria-current": active && "true",
      title: t(active ? "remove" : "filter_by", { name: written(kind, name) }),
      href: href(narrowed(state, kind, name)),
    },
    h("bdi", {}, label),
  );
}

export function pager(answer, state) {
  const { page, total_pages: last } = answer;
  if (last < 2) return null;
  const link = (number, rel, label) => h("a", { rel, href: href(atPage(state, number)) }, t(label));
  return h(
    "nav",
    { class: "pager", "aria-label": t("pager") },
    page > 1 && link(page - 1, "prev", "previous"),
    h("ol", {}, pageNumbers(page, last).map((one) => pageItem(one, page, state))),
    page < last && link(page + 1, "next", "next"),
  );
}

function pageItem(one, page, state) {
  if (one === null) return h("li", { class: "gap" }, "…");
  const attributes = {
    href: href(atPage(state, one)),
    "aria-label": t("page", { page: one }),
    "aria-current": one === page && "page",
  };
  return h("li", {}, h("a", attributes, number(one)));
}

// The first page, the last, and two on each side of this one; null for a gap.
function pageNumbers(page, last) {
  const shown = new Set([1, last]);
  for (let one = Math.max(1, page - 2); one <= Math.min(last, page + 2); one += 1) shown.add(one);
  const found = [];
  for (const one of [...shown].sort((a, b) => a - b)) {
    const before = found.at(-1);
    if (before !== undefined && one > before + 1) found.push(one === before + 2 ? before + 1 : null);
    found.push(one);
  }
  return found;
}
