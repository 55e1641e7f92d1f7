// An article's page: names explain themselves, "back" goes back, the search box completes, keys
// lead from match to match.

import { copyButtons } from "./copy.js";
import { keepButton } from "./kept.js";
import { throughMatches } from "./matches.js";
import { load } from "./messages.js";
import { explainNames } from "./names.js";
import { slashFocuses } from "./shortcut.js";
import { articleHref, href, parse, toggled } from "./state.js";
import { suggest } from "./suggest.js";

const input = document.getElementById("q");
const status = document.getElementById("status");
const back = document.getElementById("back");
const state = { ...parse(""), lang: parse(location.search).lang };

// Back to the very results that led here, filters and page included.
const from = document.referrer && new URL(document.referrer);
if (from && from.origin === location.origin && from.pathname === document.body.dataset.home) {
  back.href = from.href;
  back.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || history.length < 2) return;
    event.preventDefault();
    history.back();
  });
}

function choose(suggestion, rest) {
  if (suggestion.kind === "title" && suggestion.article_id) {
    location.assign(articleHref(state, suggestion.article_id));
  } else if (suggestion.kind === "word" || suggestion.kind === "title") {
    location.assign(href({ ...state, q: suggestion.text }));
  } else {
    location.assign(href(toggled({ ...state, q: rest }, suggestion.kind, suggestion.text)));
  }
}

slashFocuses(input);
explainNames(document.querySelector(".story"), document.getElementById("name-card"));
await load(document.body.dataset.locale, document.documentElement.lang);
throughMatches(document.getElementById("matches"));
keepButton(document.getElementById("keep"), (text) => (status.textContent = text));
copyButtons((text) => (status.textContent = text));
suggest(input, { choose, say: (text) => (status.textContent = text) });
document.documentElement.classList.add("live");
