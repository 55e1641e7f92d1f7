// The page of kept articles: the list of this browser, what the API says of each, and exports.

import { coins } from "./coins.js";
import { h, replace } from "./dom.js";
import { drop, kept } from "./kept.js";
import { date, load, t } from "./messages.js";
import { slashFocuses } from "./shortcut.js";
import { articleHref, parse } from "./state.js";
import { direction } from "./text.js";

const at = (id) => document.getElementById(id);
const state = { ...parse(""), lang: parse(location.search).lang };
let known = null;

const address = (form) => {
  const pairs = [["format", form], ...kept().map(({ id }) => ["id", id])];
  return `${document.body.dataset.home}api/v1/export?${new URLSearchParams(pairs)}`;
};

// Without an answer the titles that were kept still lead to the articles.
async function learn() {
  if (!kept().length) return;
  try {
    const answer = await fetch(address("jsonl"));
    if (!answer.ok) return;
    const lines = (await answer.text()).split("\n").filter(Boolean);
    known = new Map(lines.map((line) => JSON.parse(line)).map((one) => [one.id, one]));
  } catch {
    known = null;
  }
}

function item({ id, title }) {
  const article = known?.get(id);
  const name = article?.title || title;
  const about = article ? [article.date ? date(article.date) : t("undated"), article.outlet] : [known && t("kept_gone")];
  const ui = { lang: document.documentElement.lang, dir: document.documentElement.dir };
  return h(
    "li",
    { "data-id": id },
    h("a", { href: articleHref(state, id), lang: article && article.language !== "und" && article.language, dir: direction(article?.language) }, name),
    h("span", { class: "meta", ...ui }, about.filter(Boolean).map((text) => [" ", h("bdi", {}, text)])),
    " ",
    h("button", { type: "button", "aria-label": t("kept_remove", { name }) }, "×"),
    coins(article),
  );
}

function draw() {
  const list = kept();
  at("kept-none").hidden = list.length > 0;
  at("kept-ways").hidden = !list.length;
  for (const link of document.querySelectorAll("[data-form]")) {
    link.href = address(link.dataset.form) + (link.dataset.form === "csv" ? "&bom=true" : "");
  }
  replace(at("kept"), list.map(item));
}

slashFocuses(at("q"));
await load(document.body.dataset.locale, document.documentElement.lang);
at("kept").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  drop(button.closest("li").dataset.id);
  draw();
});
addEventListener("storage", draw);
draw();
await learn();
draw();
document.documentElement.classList.add("live");
