// Elements from data. Text only ever becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

const FOCUSABLE = "a[href], button, input, summary";

// Put `children` in the place of what a container holds. What had the focus keeps it; where it is
// gone, what stands in its place gets it, and where nothing does, the results: never the body.
export function replace(container, ...children) {
  const focused = container.contains(document.activeElement) && document.activeElement;
  const key = focused && identity(focused);
  const place = focused && [...container.querySelectorAll(FOCUSABLE)].indexOf(focused);
  const caret = focused && focused.selectionStart;
  container.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!focused) return;
  const those = [...container.querySelectorAll(FOCUSABLE)];
  const same = those.find((element) => identity(element) === key);
  const next = same ?? those[Math.min(place, those.length - 1)] ?? document.getElementById("content");
  next.focus({ preventScroll: true });
  if (same && caret != null) same.setSelectionRange?.(caret, caret);
}

function identity(element) {
  const place = element.closest("[data-field], [data-unit], [data-id]")?.dataset ?? {};
  const kind = element.classList[0];
  const own = element.type === "checkbox" ? element.value : element.dataset.value ?? text(element, kind);
  return [element.tagName, kind, own, ...Object.values(place)].join("\n");
}

// What an element says, where that does not change with what is found.
const text = (element, kind) =>
  kind === "more" || kind === "undated" ? "" : element.getAttribute("aria-label") ?? element.textContent;

// Call `action` once no further call has come for `wait_ms`.
export function debounced(wait_ms, action) {
  let timer;
  const later = (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait_ms);
  };
  later.cancel = () => clearTimeout(timer);
  return later;
}
