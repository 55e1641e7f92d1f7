// Text with marks. The API counts in code points, JavaScript in UTF-16 units.

import { h } from "./dom.js";

export function marked(text, offsets = []) {
  const points = Array.from(text);
  const nodes = [];
  let at = 0;
  for (const [start, end] of [...offsets].sort((a, b) => a[0] - b[0])) {
    const from = Math.max(start, at);
    if (from >= end) continue;
    if (from > at) nodes.push(points.slice(at, from).join(""));
    nodes.push(h("mark", {}, points.slice(from, end).join("")));
    at = end;
  }
  if (at < points.length) nodes.push(points.slice(at).join(""));
  return nodes;
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
