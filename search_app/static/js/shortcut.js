// "/" jumps to the search box, unless somebody has switched keys of one letter off (WCAG 2.1.4).

const KEY = "clippings-shortcut";

export function slashFocuses(input) {
  const box = document.getElementById("shortcut");
  box.checked = remembered() !== "off";
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => remember(box.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !single(event)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

// Whether a key of one letter is meant as a command.
export function single(event) {
  const off = !document.getElementById("shortcut").checked;
  if (off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false;
  return !event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]");
}

// A browser may refuse to store anything.
function remembered() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(value) {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // The switch then holds until the page is left.
  }
}
