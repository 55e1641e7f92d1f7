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

// Put `children` in the place of what a container holds; what had the focus keeps it,
// where there still is such a thing.
export function replace(container, ...children) {
  const focused = container.contains(document.activeElement) && document.activeElement;
  const key = focused && identity(focused);
  const caret = focused && focused.selectionStart;
  container.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!key) return;
  for (const element of container.querySelectorAll("a, input, summary")) {
    if (identity(element) !== key) continue;
    element.focus({ preventScroll: true });
    if (caret != null) element.setSelectionRange?.(caret, caret);
    return;
  }
}

function identity(element) {
  const place = element.closest("[data-field], [data-unit], [data-id]")?.dataset ?? {};
  const own = element.type === "checkbox" ? element.value : element.dataset.value ?? "";
  return [element.tagName, element.classList[0], own, ...Object.values(place)].join("\n");
}

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
