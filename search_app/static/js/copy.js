// Buttons that copy a text: by the clipboard where the browser gives it, else by a selection.

import { t } from "./messages.js";

export function copyButtons(say) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const done = (await byClipboard(button.dataset.copy)) || bySelection(button.dataset.copy);
      button.focus();
      button.classList.toggle("done-so", done);
      say("");
      say(t(done ? "copied" : "copy_failed"));
    });
  }
}

// There is no clipboard on an address without https, and a browser may refuse it.
async function byClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function bySelection(text) {
  const area = document.createElement("textarea");
  area.className = "unseen";
  area.readOnly = true;
  area.value = text;
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
  }
}
