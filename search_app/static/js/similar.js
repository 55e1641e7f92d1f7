// "N similar": the near-duplicates that were folded into a hit, listed when unfolded.

import { copies } from "./api.js";
import { h } from "./dom.js";
import { dateOf, title } from "./hits.js";
import { host, webUrl } from "./labels.js";
import { t } from "./messages.js";
import { articleHref } from "./state.js";
import { direction } from "./text.js";

export function unfoldSimilar(container, current) {
  container.addEventListener("toggle", (event) => unfold(event.target, current()), true);
}

async function unfold(details, state) {
  if (!details.matches(".similar") || !details.open || details.dataset.loaded) return;
  details.dataset.loaded = "true";
  const box = details.querySelector("div");
  const all = box.firstElementChild;
  box.prepend(h("p", {}, t("similar_loading")));
  try {
    const hits = await copies(state, details.dataset.id, Number(details.dataset.count));
    box.replaceChildren(h("ul", {}, hits.map((hit) => item(hit, state))), all);
  } catch {
    delete details.dataset.loaded;
    box.replaceChildren(all);
  }
}

function item(hit, state) {
  return h(
    "li",
    { lang: hit.language, dir: direction(hit.language) },
    h("a", { href: articleHref(state, hit.id) }, title(hit)),
    h("span", { class: "meta", lang: document.documentElement.lang, dir: document.documentElement.dir }, dateOf(hit), " ", from(hit)),
  );
}

// The outlet or the site; only where neither is known, the file tells one copy from another.
function from(hit) {
  const url = webUrl(hit.source.url);
  const name = hit.outlet || (url && host(url));
  return name ? h("bdi", {}, name) : h("bdi", { class: "source" }, hit.source.page);
}
