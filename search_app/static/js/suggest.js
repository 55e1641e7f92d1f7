// Completions under the search box: the ARIA combobox pattern with a list box.

import { suggestions } from "./api.js";
import { debounced, h } from "./dom.js";
import { number, t } from "./messages.js";
import { folded } from "./text.js";

const WAIT_MS = 90;

// `choose(suggestion, text)` is called with what was picked and with the text that is left
// beside it; `say` tells a screen reader how many there are.
export function suggest(input, { choose, say }) {
  const list = h("ul", { class: "suggestions", id: "suggestions", role: "listbox", "aria-label": t("suggestions"), hidden: true });
  input.after(list);
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", "suggestions"],
    ["aria-expanded", "false"],
  ]) {
    input.setAttribute(name, value);
  }

  let found = [];
  let active = -1;
  let asking = new AbortController();

  const isOpen = () => !list.hidden;

  const close = () => {
    asking.abort();
    ask.cancel();
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const open = () => {
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(isOpen()));
    if (isOpen()) say(t("suggestions_count", { n: found.length }));
  };

  const ask = debounced(WAIT_MS, async () => {
    asking.abort();
    asking = new AbortController();
    const text = input.value;
    if (!text.trim()) return close();
    try {
      const answer = await suggestions(text, asking.signal);
      if (input.value !== text || document.activeElement !== input) return;
      // A list that comes while somebody is choosing must not take away what is chosen.
      const chosen = found[active];
      const place = answer.findIndex((one) => one.text === chosen?.text && one.kind === chosen.kind);
      if (chosen && place < 0) return;
      found = answer;
      open();
      if (place >= 0) activate(place);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  });

  const activate = (place) => {
    active = place;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[place].id);
    list.children[place].scrollIntoView({ block: "nearest" });
  };

  const pick = (place) => {
    const suggestion = found[place];
    close();
    choose(suggestion, rest(input.value, suggestion.text));
  };

  input.addEventListener("input", (event) => {
    activate(-1);
    if (!event.isComposing) ask();
  });
  input.addEventListener("compositionend", () => ask());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // With the list closed the arrow leads to the first hit; with Alt it opens the list.
      if (!isOpen()) {
        if (event.altKey && input.value.trim()) {
          event.preventDefault();
          ask();
        }
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(active === -1 && step === -1 ? count - 1 : ((active + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && isOpen() && active >= 0) {
      event.preventDefault();
      pick(active);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) pick([...list.children].indexOf(item));
  });

  return { close };
}

function option(suggestion, place) {
  return h(
    "li",
    { role: "option", id: `suggestion-${place}`, class: `suggestion ${suggestion.kind}`, "aria-selected": "false" },
    h("bdi", {}, suggestion.text),
    h("span", { class: "kind" }, t(`kind_${suggestion.kind}`)),
    suggestion.kind !== "title" && h("span", { class: "count" }, number(suggestion.count)),
  );
}

// The words that were typed before the completed ones.
export function rest(typed, completed) {
  const words = typed.trim().split(/\s+/);
  const known = folded(completed).split(/[\s\-'’()]+/);
  while (words.length) {
    const last = folded(words.at(-1)).split(/[\s\-'’()]+/).filter(Boolean);
    if (!last.every((part) => known.some((word) => word.startsWith(part)))) break;
    words.pop();
  }
  return words.join(" ");
}
