// The desk by keyboard: letters press what carries them, c goes to the field that is asked for.

import { single, slashFocuses } from "./shortcut.js";

slashFocuses(document.getElementById("q"));

const field = document.querySelector(".correct .asked :is(input:not([type=hidden]), textarea)")
  ?? document.querySelector(".correct :is(input:not([type=hidden]), textarea)");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("form")) event.target.blur();
  if (!single(event)) return;
  if (event.key === "c" && field) {
    event.preventDefault();
    field.focus();
    field.select();
    return;
  }
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (found) {
    event.preventDefault();
    found.click();
  }
});

document.documentElement.classList.add("live");
