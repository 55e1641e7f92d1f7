// The search page: every change of state goes through `go`, which keeps the address, asks
// the API once and draws the answer. Without this script the same page works by links and forms.

import { search } from "./api.js";
import { chips } from "./chips.js";
import { debounced, h, replace } from "./dom.js";
import { chooseSpans, oneStopEach } from "./drag.js";
import { facetGroups, findInFacets } from "./facets.js";
import { hitList, meant, pager } from "./hits.js";
import { arrowsLead, rememberArticle } from "./keyboard.js";
import { keepOnCards } from "./kept.js";
import { load, t } from "./messages.js";
import { nothing } from "./offers.js";
import { slashFocuses } from "./shortcut.js";
import { unfoldSimilar } from "./similar.js";
import * as states from "./state.js";
import { suggest } from "./suggest.js";
import { heading, notes } from "./summary.js";
import { drawing, strips } from "./timeline.js";

const TYPING_WAIT_MS = 120;
const KEPT_ANSWERS = 30;
// No connection, or a server that says it cannot answer now.
const AWAY = new Set([0, 429, 502, 503, 504]);
const FIRST_RETRY_MS = 1000;
const MOST_RETRY_MS = 30_000;

const at = (id) => document.getElementById(id);
const input = at("q");
const results = at("content");
const answers = new Map();

let state = states.parse(new URL(document.body.dataset.state, location.href).search);
let answer = null;
let asking = new AbortController();
let typing = false;
const retry = { wait_ms: FIRST_RETRY_MS, timer: 0 };

// `history` is push, replace or none; `scroll` leads to the first hit.
async function go(next, { history: way = "push", scroll = false } = {}) {
  clearTimeout(retry.timer);
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const known = answer && key(next) === key(state) ? answer : way === "none" && answers.get(key(next));
  state = next;
  remember(way);
  chrome();
  try {
    if (!known) results.setAttribute("aria-busy", "true");
    const found = known || (await search(next, signal));
    if (signal.aborted) return;
    retry.wait_ms = FIRST_RETRY_MS;
    results.classList.remove("stale");
    answer = found;
    keep(key(next), found);
    draw(found, next);
    results.removeAttribute("aria-busy");
    at("status").textContent = t("articles", { n: found.total });
    if (scroll) lead();
    await drawTimeline(found, next, signal);
  } catch (error) {
    if (error.name !== "AbortError") fail(error, next);
  }
}

const key = (one) => JSON.stringify(states.apiPairs(one));

function keep(name, found) {
  answers.delete(name);
  answers.set(name, found);
  if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value);
}

function remember(way) {
  if (way === "push") history.replaceState({ ...history.state, y: scrollY }, "");
  if (way !== "none") history[`${way}State`]({ y: scrollY }, "", states.href(state));
}

function draw(found, next) {
  replace(at("summary"), heading(found, next));
  replace(at("notes"), notes(found, next));
  replace(at("chips"), chips(next));
  replace(at("hits"), found.hits.length ? hitList(found, next) : nothing(found, next));
  replace(at("pager"), pager(found, next));
  // Only where the server searches by meaning.
  if (at("meant")) replace(at("meant"), meant(found, next));
  replace(at("facets"), facetGroups(found.facets, next));
  for (const button of document.querySelectorAll(".done")) {
    button.textContent = t("show_results", { n: found.total });
  }
}

async function drawTimeline(found, next, signal) {
  const drawn = drawing(await strips(next, found), next);
  if (signal.aborted || spans.busy()) return;
  replace(at("strips"), drawn);
  oneStopEach(at("strips"));
}

// To the first hit, for eyes and for screen readers.
function lead() {
  results.scrollIntoView();
  if (document.activeElement !== input) results.focus({ preventScroll: true });
}

// What shows the state outside of the results: title, fields, links to other languages.
function chrome() {
  document.title = `${state.q ? `${state.q} – ` : ""}${document.body.dataset.title}`;
  if (document.activeElement !== input) input.value = state.q;
  at("sort").value = states.sortInForce(state);
  at("date_from").value = state.date_from;
  at("date_to").value = state.date_to;
  for (const link of document.querySelectorAll("[data-lang]")) {
    link.href = states.href(states.speaking(state, link.dataset.lang));
  }
  for (const link of document.querySelectorAll("[data-way]")) {
    const pairs = [...states.filterPairs(state), ...(state.lang ? [["lang", state.lang]] : [])];
    link.href = `${document.body.dataset.home}${link.dataset.way}${new URLSearchParams(pairs)}`;
  }
  for (const link of document.querySelectorAll("[data-take]")) {
    link.href = `${document.body.dataset.home}api/v1/${link.dataset.take}${new URLSearchParams(states.filterPairs(state))}`;
  }
}

function fail(error, next) {
  results.removeAttribute("aria-busy");
  // The API may refuse what the page itself can show, as without its key: let the server try.
  if (error.status === 401 || error.status === 400) return location.assign(states.href(next));
  answer = null;
  const again = h("a", { class: "offer", href: states.href(next) }, t("retry"));
  if (AWAY.has(error.status)) return outage(again, next);
  const reason = h("div", { class: "nothing", role: "alert" }, h("h2", {}, t("failed")), h("p", {}, error.message), h("p", {}, again));
  replace(at("hits"), reason);
}

// The server is away: what was found before stays, marked as old, and the search is tried again
// by itself, less and less often.
function outage(again, next) {
  results.classList.add("stale");
  replace(at("notes"), h("div", { class: "note", role: "alert" }, h("p", {}, t("offline_stale")), h("p", {}, again)));
  retry.wait_ms = Math.min(retry.wait_ms * 2, MOST_RETRY_MS);
  clearTimeout(retry.timer);
  retry.timer = setTimeout(() => go(next, { history: "none" }), retry.wait_ms);
}

function typed() {
  if (input.value.trim() === state.q) return;
  go(states.asking(state, input.value.trim()), { history: typing ? "replace" : "push", scroll: results.getBoundingClientRect().top < 0 });
  typing = true;
}

function submit() {
  later.cancel();
  box.close();
  if (input.value.trim() !== state.q) typed();
  typing = false;
}

const later = debounced(TYPING_WAIT_MS, typed);

// A search suggested: a name becomes a filter, a title opens its article.
function choose(suggestion, rest) {
  later.cancel();
  typing = false;
  if (suggestion.kind === "title" && suggestion.article_id) {
    location.assign(states.articleHref(states.asking(state, ""), suggestion.article_id));
    return;
  }
  const words = suggestion.kind === "word" || suggestion.kind === "title";
  input.value = words ? suggestion.text : rest;
  let next = states.asking(state, input.value);
  if (!words && !states.has(next, suggestion.kind, suggestion.text)) {
    next = states.toggled(next, suggestion.kind, suggestion.text);
  }
  go(next);
}

function follow(event) {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.dataset.lang) return;
  const url = new URL(link.getAttribute("href"), location.href);
  if (url.origin !== location.origin || url.pathname !== document.body.dataset.home || url.hash) return;
  event.preventDefault();
  typing = false;
  if (url.search !== location.search) input.value = states.parse(url.search).q;
  go(states.parse(url.search), { scroll: Boolean(link.closest("#pager, #hits")) });
}

function listen() {
  input.addEventListener("input", (event) => event.isComposing || later());
  input.addEventListener("compositionend", later);
  at("search").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  at("facets").addEventListener("change", (event) => {
    const { name, value, type } = event.target;
    if (type === "checkbox") go(states.toggled(state, states.filterOf(name)[1], value));
  });
  at("sort").addEventListener("change", (event) => go(states.sorted(state, event.target.value)));
  for (const name of ["date_from", "date_to"]) {
    at(name).addEventListener("change", (event) => {
      if (event.target.reportValidity()) go(states.between(state, at("date_from").value, at("date_to").value));
    });
  }
  document.addEventListener("click", follow);
  addEventListener("online", () => results.classList.contains("stale") && go(state, { history: "none" }));
  addEventListener("popstate", async (event) => {
    typing = false;
    const next = states.parse(location.search);
    input.value = next.q;
    await go(next, { history: "none" });
    if (event.state?.y !== undefined) scrollTo(0, event.state.y);
  });
}

await load(document.body.dataset.locale, document.documentElement.lang);
const box = suggest(input, { choose, say: (text) => (at("status").textContent = text) });
const spans = chooseSpans(at("strips"), at("readout"), (from, to) => {
  const again = state.date_from === from && state.date_to === to;
  go(states.dated(state, again ? "" : from, again ? "" : to));
});
history.replaceState({ ...history.state, y: scrollY }, "", states.href(state));
rememberArticle(at("hits"));
keepOnCards(at("hits"), (text) => (at("status").textContent = text));
listen();
arrowsLead(input);
slashFocuses(input);
findInFacets(at("facets"), () => state, () => go(state, { history: "none" }));
unfoldSimilar(at("hits"), () => state);
oneStopEach(at("strips"));
document.documentElement.classList.add("live");
if (input.value.trim() !== state.q) typed();
