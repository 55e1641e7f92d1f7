// A span of time chosen on the bars: by dragging, or with Shift and the arrow keys.

import { isRightToLeft, span, t } from "./messages.js";

export function chooseSpans(container, readout, choose) {
  let drag = null;

  const barsOf = (strip) => [...strip.querySelectorAll(".bar")];

  const barAt = (strip, x) => {
    const box = strip.querySelector("svg").getBoundingClientRect();
    const bars = barsOf(strip);
    const part = Math.min(0.9999, Math.max(0, (x - box.left) / box.width));
    const place = Math.floor(part * bars.length);
    return isRightToLeft() ? bars.length - 1 - place : place;
  };

  // The bars between two places, in the order of time; shown as chosen for now.
  const show = (strip, one, other) => {
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    const bars = barsOf(strip);
    bars.forEach((bar, place) => bar.classList.toggle("dragged", place >= first && place <= last));
    strip.classList.add("dragging");
    tell(bars.slice(first, last + 1));
    return [bars[first].dataset.value, bars[last].dataset.value];
  };

  const tell = (bars) => {
    const total = bars.reduce((sum, bar) => sum + Number(bar.dataset.count), 0);
    const when = span(bars[0].dataset.value, bars.at(-1).dataset.value);
    readout.textContent = t("timeline_bar", { date: when, articles: t("articles", { n: total }) });
  };

  const end = () => {
    drag = null;
    readout.textContent = "";
    for (const strip of container.querySelectorAll(".strip")) {
      strip.classList.remove("dragging");
      barsOf(strip).forEach((bar) => bar.classList.remove("dragged"));
    }
  };

  const apply = () => {
    const [from, to] = drag.span;
    end();
    choose(from, to);
  };

  container.addEventListener("pointerdown", (event) => {
    const strip = event.target.closest(".strip");
    if (!strip || event.button !== 0 || event.ctrlKey || event.metaKey) return;
    const anchor = barAt(strip, event.clientX);
    drag = { strip, anchor, at: anchor, pointer: event.pointerId, span: show(strip, anchor, anchor) };
    strip.setPointerCapture(event.pointerId);
  });
  container.addEventListener("pointermove", (event) => {
    if (drag?.pointer === event.pointerId) {
      drag.at = barAt(drag.strip, event.clientX);
      drag.span = show(drag.strip, drag.anchor, drag.at);
    } else if (!drag) {
      const bar = event.target.closest(".bar");
      if (bar) tell([bar]);
    }
  });
  container.addEventListener("pointerup", (event) => {
    if (drag?.pointer === event.pointerId) apply();
  });
  container.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) end();
  });
  container.addEventListener("pointerleave", () => drag || end());
  container.addEventListener("dragstart", (event) => event.preventDefault());
  container.addEventListener("mousedown", (event) => {
    if (event.target.closest(".strip")) event.preventDefault();
  });
  // The pointer has chosen already; Enter on a bar comes as a click without one.
  container.addEventListener("click", (event) => {
    if (event.target.closest(".bar") && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });

  container.addEventListener("keydown", (event) => {
    const bar = event.target.closest(".bar");
    if (!bar) return;
    const strip = bar.closest(".strip");
    const bars = barsOf(strip);
    const place = bars.indexOf(bar);
    const next = { ArrowLeft: -1, ArrowRight: 1 }[event.key] * (isRightToLeft() ? -1 : 1);
    if (next) {
      event.preventDefault();
      const to = Math.min(bars.length - 1, Math.max(0, place + next));
      if (event.shiftKey) {
        const anchor = drag?.anchor ?? place;
        drag = { strip, anchor, at: to, span: show(strip, anchor, to) };
      } else {
        end();
      }
      focusBar(bars[to]);
    } else if (event.key === "Home" || event.key === "End") {
      event.preventDefault();
      focusBar(bars.at(event.key === "Home" ? 0 : -1));
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      drag ??= { span: [bar.dataset.value, bar.dataset.value] };
      apply();
    }
  });
  container.addEventListener("focusin", (event) => {
    const bar = event.target.closest(".bar");
    if (bar && !drag) tell([bar]);
  });
  container.addEventListener("focusout", (event) => {
    if (!container.contains(event.relatedTarget) && drag?.pointer === undefined) end();
  });

  return { busy: () => Boolean(drag) };
}

function focusBar(bar) {
  const strip = bar.closest(".strip");
  for (const other of strip.querySelectorAll(".bar")) other.setAttribute("tabindex", "-1");
  bar.setAttribute("tabindex", "0");
  bar.focus();
}

// One stop for the Tab key in each strip; the arrow keys do the rest.
export function oneStopEach(container) {
  for (const strip of container.querySelectorAll(".strip")) {
    const bars = [...strip.querySelectorAll(".bar")];
    const stop =
      bars.find((bar) => bar === document.activeElement) ??
      bars.find((bar) => bar.classList.contains("chosen")) ??
      bars.at(-1);
    for (const bar of bars) bar.setAttribute("tabindex", bar === stop ? "0" : "-1");
  }
}
