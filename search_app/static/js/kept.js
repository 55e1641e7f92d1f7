// The articles that a reader keeps: ids and titles, in this browser alone, the newest first.

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

export function keepButton(button, say) {
  const { id, title } = button.dataset;
  const show = () => button.setAttribute("aria-pressed", String(kept().some((one) => one.id === id)));
  button.addEventListener("click", () => {
    const list = kept();
    const isIn = list.some((one) => one.id === id);
    if (!isIn && list.length >= MOST) return say(t("kept_full"));
    if (!(isIn ? drop(id) : store([{ id, title }, ...list]))) say(t("kept_refused"));
    show();
  });
  addEventListener("storage", show);
  addEventListener("pageshow", show);
  show();
}
