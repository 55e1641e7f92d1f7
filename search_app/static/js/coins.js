// An article as a COinS, by which Zotero takes it from a list; pages/citing.py writes the same: under
// the address that the site has by its settings, whichever it was opened at.

import { h } from "./dom.js";
import { webUrl } from "./labels.js";

// Nothing where there is no title to go by.
export function coins(article) {
  if (!article?.title) return null;
  const own = `${document.body.dataset.site}articles/${encodeURIComponent(article.id)}`;
  const pairs = [
    ["ctx_ver", "Z39.88-2004"],
    ["rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"],
    ["rft.type", "newspaperArticle"],
    ["rft.title", article.title],
    ...article.authors.map((name) => ["rft.creator", name]),
    ["rft.source", article.outlet],
    ["rft.date", article.date],
    ["rft.language", article.language === "und" ? null : article.language],
    ["rft.identifier", webUrl(article.source.url) || own],
  ];
  const written = new URLSearchParams(pairs.filter(([, value]) => value));
  return h("span", { class: "Z3988", title: String(written).replaceAll("%7E", "~") });
}
