// Through the words of the query in an article: buttons, a counter, and the keys n and p.

import { t } from "./messages.js";
import { single } from "./shortcut.js";

export function throughMatches(bar) {
  const marks = [...document.querySelectorAll(".story mark")];
  if (!bar || !marks.length) return;
  const counter = bar.querySelector("output");
  let at = -1;

  function show(place) {
    marks[at]?.removeAttribute("aria-current");
    at = (place + marks.length) % marks.length;
    marks[at].setAttribute("aria-current", "true");
    marks[at].scrollIntoView({ block: "center" });
    counter.textContent = t("match_at", { at: at + 1, total: marks.length });
  }

  const steps = { n: () => show(at + 1), p: () => show(at < 0 ? -1 : at - 1) };
  for (const button of bar.querySelectorAll("[data-step]")) {
    button.addEventListener("click", steps[button.dataset.step]);
  }
  document.addEventListener("keydown", (event) => {
    if (!Object.hasOwn(steps, event.key) || !single(event)) return;
    event.preventDefault();
    steps[event.key]();
  });
}
