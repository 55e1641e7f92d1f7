// The timeline: articles per year, and per month where few years are chosen.
// pages/timeline.py and templates/parts/timeline.html draw the same on the server.

import { FACET_SIZE, facet } from "./api.js";
import { h, svg } from "./dom.js";
import { date, isRightToLeft, monthNames, number, t } from "./messages.js";
import { dated, filterPairs, href, undated } from "./state.js";

const TOP_PERCENT = 18;
const BASE_PERCENT = 78;
const MOST_AMOUNTS = 36;
const FEW_BARS = 14;
const GAP = 0.24;
const MOST_BARS = 120;
const MOST_YEARS_IN_MONTHS = 3;

// The counts of each strip. The years ignore the chosen span, so that it stands among all
// the others; they are asked for only when something else than the span has changed.
const remembered = new Map();

function remember(key, ask) {
  if (!remembered.has(key)) {
    if (remembered.size > 40) remembered.delete(remembered.keys().next().value);
    const promise = ask();
    remembered.set(key, promise);
    promise.catch(() => remembered.delete(key));
  }
  return remembered.get(key);
}

const keyOf = (field, state) => JSON.stringify([field, filterPairs(state)]);

export async function strips(state, answer) {
  const { date_from: from, date_to: to } = state;
  const whole = dated(state, "", "");
  const seen = answer.facets.year ?? [];
  const complete = !from && !to && !state.missing && seen.length < FACET_SIZE;
  const ask = () => facet(whole, "year");
  if (complete) remembered.set(keyOf("year", whole), Promise.resolve(seen));
  const years = yearStrip(await remember(keyOf("year", whole), ask), from, to);
  const zoom = monthsToShow(from, to, years.bars);
  if (!zoom) return { years, months: null };
  const zoomed = dated(state, ...zoom);
  const counts = await remember(keyOf("month", zoomed), () => facet(zoomed, "month"));
  return { years, months: monthStrip(counts, zoom, from, to) };
}

function yearStrip(values, from, to) {
  const known = values.filter((row) => row.value !== null).map((row) => Number(row.value));
  let years = known.sort((a, b) => a - b);
  const first = years[0];
  const last = years.at(-1);
  if (years.length && last - first < MOST_BARS) {
    years = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  }
  const step = Math.max(1, Math.ceil(years.length / 8));
  const wanted = years.map((year) => [
    String(year).padStart(4, "0"),
    year % step === 0 ? String(year) : null,
  ]);
  return strip("year", wanted, values, from, to);
}

function monthsToShow(from, to, bars) {
  if (!bars.length || !(from || to)) return null;
  const low = bars[0].value;
  const high = bars.at(-1).value;
  const start = from.slice(0, 4) > low ? from.slice(0, 4) : low;
  const end = to && to.slice(0, 4) < high ? to.slice(0, 4) : high;
  const years = Number(end) - Number(start);
  return years >= 0 && years < MOST_YEARS_IN_MONTHS ? [start, end] : null;
}

function monthStrip(values, [start, end], from, to) {
  const wanted = [];
  for (let year = Number(start); year <= Number(end); year += 1) {
    monthNames().forEach((name, place) => {
      const label = start === end ? name : place === 0 ? String(year) : null;
      wanted.push([`${String(year).padStart(4, "0")}-${String(place + 1).padStart(2, "0")}`, label]);
    });
  }
  return strip("month", wanted, values, from, to);
}

function strip(unit, wanted, values, from, to) {
  const counts = new Map(values.map((row) => [row.value, row.count]));
  const bars = wanted.map(([value, label]) => ({
    value,
    label,
    count: counts.get(value) ?? 0,
    chosen: Boolean(from || to) && overlaps(value, from, to),
  }));
  const missing = counts.get(null) ?? 0;
  const peak = Math.max(unit === "year" ? missing : 0, ...bars.map((bar) => bar.count));
  return { unit, bars, peak, missing };
}

function overlaps(value, from, to) {
  if (from && value.slice(0, from.length) < from.slice(0, value.length)) return false;
  return !(to && value.slice(0, to.length) > to.slice(0, value.length));
}

export function drawing({ years, months }, state) {
  const nodes = [];
  if (years.bars.length) nodes.push(drawStrip(years, t("timeline_years"), state));
  if (months) nodes.push(drawStrip(months, t("timeline_months"), state));
  if (years.missing || state.missing) nodes.push(drawUndated(years, state));
  return nodes;
}

function drawUndated({ missing, peak }, state) {
  const height = barHeight(missing, peak);
  const attributes = {
    class: "undated",
    href: href(undated(state, !state.missing)),
    "aria-current": state.missing ? "true" : null,
    "aria-label": t("timeline_bar", { date: t("undated"), articles: t("articles", { n: missing }) }),
  };
  const middle = { x: "50%", "text-anchor": "middle" };
  return h(
    "a",
    attributes,
    svg(
      "svg",
      { width: "100%" },
      svg("rect", { class: "fill", x: "20%", y: `${BASE_PERCENT - height}%`, width: "60%", height: `${height}%` }),
      svg("text", { class: "amount", y: `${BASE_PERCENT - height - 4}%`, ...middle }, number(missing)),
      svg("text", { y: "96%", ...middle }, t("undated")),
      axis(),
    ),
  );
}

const axis = () => svg("line", { x1: 0, x2: "100%", y1: `${BASE_PERCENT}%`, y2: `${BASE_PERCENT}%` });

const barHeight = (count, peak) =>
  count ? Math.max(3, Math.floor((count * (BASE_PERCENT - TOP_PERCENT)) / peak)) : 0;

function drawStrip({ unit, bars, peak }, label, state) {
  const last = bars.length - 1;
  const column = (place) => (isRightToLeft() ? last - place : place);
  const links = bars.map((bar, place) => drawBar(bar, column(place), bars.length, peak, state));
  const written = ({ count }) => count > 0 && (bars.length <= MOST_AMOUNTS || count === peak);
  const amounts = bars.flatMap((bar, place) => {
    if (!written(bar)) return [];
    const y = `${BASE_PERCENT - barHeight(bar.count, peak) - 4}%`;
    const kind = bar.count === peak ? "amount peak" : "amount";
    return [drawLabel(number(bar.count), column(place), bars.length, y, kind)];
  });
  const labels = bars.flatMap((bar, place) =>
    bar.label ? [drawLabel(bar.label, column(place), bars.length)] : [],
  );
  return h(
    "div",
    { class: `strip ${unit}s${bars.length > FEW_BARS ? " many" : ""}`, "data-unit": unit, role: "group", "aria-label": label, "aria-describedby": "timeline-help" },
    svg(
      "svg",
      { width: "100%" },
      links,
      amounts,
      labels,
      axis(),
    ),
  );
}

function drawBar(bar, column, columns, peak, state) {
  const x = percent(column, columns);
  const width = percent(1, columns);
  const inner = percent(column + GAP / 2, columns);
  const height = barHeight(bar.count, peak);
  return svg(
    "a",
    {
      class: bar.chosen ? "bar chosen" : "bar",
      "data-value": bar.value,
      "data-count": bar.count,
      href: href(dated(state, bar.value, bar.value)),
      "aria-label": t("timeline_bar", { date: date(bar.value), articles: t("articles", { n: bar.count }) }),
    },
    svg("rect", { class: "slot", x, y: 0, width, height: "100%" }),
    svg("rect", { class: "fill", x: inner, y: `${BASE_PERCENT - height}%`, width: percent(1 - GAP, columns), height: `${height}%` }),
  );
}

function drawLabel(text, column, columns, y = "96%", kind = null) {
  const place = { class: kind, x: percent(column + 0.5, columns), y };
  return svg("text", { ...place, "text-anchor": "middle", "aria-hidden": "true" }, text);
}

const percent = (part, whole) => `${Number(((part * 100) / whole).toFixed(2))}%`;
