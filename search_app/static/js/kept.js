// The articles that a reader keeps: ids and titles, in this browser alone, the newest first.

import { h } from "./dom.js";
import { t } from "./messages.js";

const KEY = "clippings-kept";
// So many that an address can name them all.
const MOST = 150;

// What is stored may be of another version, or of anybody's hand.
export function kept() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return stored.filter(({ id, title }) => /^[\w-]{1,64}$/.test(id) && typeof title === "string").slice(0, MOST);
  } catch {
    return [];
  }
}

// Whether it could be stored.
function store(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}

export const drop = (id) => store(kept().filter((one) => one.id !== id));

const isKept = (id) => kept().some((one) => one.id === id);

function toggle({ id, title }, say) {
  const list = kept();
  const isIn = list.some((one) => one.id === id);
  if (!isIn && list.length >= MOST) return say(t("kept_full"));
  if (!(isIn ? drop(id) : store([{ id, title }, ...list]))) say(t("kept_refused"));
}

// A button on each hit; nothing can be kept without this script, so no server draws it.
export function keepOnCards(container, say) {
  const show = () => {
    const ids = new Set(kept().map((one) => one.id));
    for (const hit of container.querySelectorAll(".hit")) {
      const link = hit.querySelector("h2 a");
      const id = link.pathname.split("/").at(-1);
      let button = hit.querySelector(".keep");
      if (!button) {
        const title = link.textContent.trim();
        button = h("button", { type: "button", class: "keep", "data-id": id, "data-title": title, "aria-label": `${t("keep")}: ${title}` }, t("keep"));
        hit.querySelector(".meta").append(" ", button);
      }
      button.setAttribute("aria-pressed", String(ids.has(id)));
    }
  };
  container.addEventListener("click", (event) => {
    const button = event.target.closest(".keep");
    if (!button) return;
    toggle(button.dataset, say);
    show();
  });
  new MutationObserver(show).observe(container, { childList: true });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
}

export function keepButton(button, say) {
  const { id, title } = button.dataset;
  const show = () => button.setAttribute("aria-pressed", String(isKept(id)));
  button.addEventListener("click", () => {
    toggle({ id, title }, say);
    show();
  });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
}
