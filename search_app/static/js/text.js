// Text with marks. The API counts in code points, JavaScript in UTF-16 units.

import { h } from "./dom.js";

export function marked(text, offsets = []) {
  const points = Array.from(text);
  const nodes = [];
  let at = 0;
  for (const [start, end] of apart(offsets)) {
    if (start > at) nodes.push(points.slice(at, start).join(""));
    nodes.push(h("mark", {}, points.slice(start, end).join("")));
    at = end;
  }
  if (at < points.length) nodes.push(points.slice(at).join(""));
  return nodes;
}

// The marks in order, those that touch or overlap made one.
function apart(offsets) {
  const found = [];
  for (const [start, end] of [...offsets].sort((a, b) => a[0] - b[0])) {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
    else if (start < end) found.push([start, end]);
  }
  return found;
}

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "sd", "ckb", "yi", "dv"]);

export function direction(language) {
  if (!language || language === "und") return "auto";
  return RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr";
}

// Lower case, without accents, vowel signs and tatweel: for comparing what people type.
export function folded(text) {
  return text.normalize("NFKD").replace(/[\p{M}\u0640]/gu, "").toLowerCase();
}
