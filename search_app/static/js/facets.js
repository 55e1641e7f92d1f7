// The lists of filters; templates/parts/filters.html is the same on the server.

import { facet } from "./api.js";
import { debounced, h } from "./dom.js";
import { number, t, value as written } from "./messages.js";
import { GROUPS, TOGETHER, has, href, joined, same, toggled, unfolded } from "./state.js";

const SHOWN = 7;

export function facetGroups(facets, state) {
  return GROUPS.map((field) => group(field, facets[field] ?? [], state));
}

function group(field, values, state) {
  const rows = values.filter((row) => row.value !== null);
  const chosen = [...state.include[field], ...state.all[field]];
  for (const value of chosen) {
    if (!rows.some((row) => same(row.value, value))) rows.push({ value, count: 0 });
  }
  if (!rows.length || (rows.length < 2 && !chosen.length && ["outlet", "section", "language"].includes(field))) return null;
  const open = state.more.includes(field);
  const shown = rows.filter((row, place) => open || place < SHOWN || has(state, field, row.value));
  const hasMore = open || shown.length < rows.length;
  const find = t("find_in", { name: t(field) });
  return h(
    "fieldset",
    { class: "facet", "data-field": field },
    h("legend", {}, t(field)),
    TOGETHER.includes(field) && joint(field, state),
    hasMore &&
      h("input", { type: "search", class: "find scripted", "aria-label": find, placeholder: find, autocomplete: "off", spellcheck: "false" }),
    h("ul", {}, shown.map((row) => item(field, row, state))),
    hasMore && more(field, open, state),
  );
}

function more(field, open, state) {
  const label = t(open ? "fewer" : "more");
  const attributes = { "aria-expanded": String(open), "aria-label": `${label}: ${t(field)}` };
  return h("a", { class: "more", href: href(unfolded(state, field, !open)), ...attributes }, label);
}

function joint(field, state) {
  const choice = (wanted) =>
    h(
      "a",
      {
        class: wanted ? "all" : "any",
        href: href(joined(state, field, wanted)),
        title: t(wanted ? "joint_all_of" : "joint_any_of"),
        "aria-current": state.together.includes(field) === wanted && "true",
      },
      t(wanted ? "joint_all" : "joint_any"),
    );
  return h("p", { class: "joint", role: "group", "aria-label": t("joint", { name: t(field) }) }, choice(false), " ", choice(true));
}

function item(field, row, state) {
  const checked = has(state, field, row.value);
  const isAll = checked ? state.all[field].some((one) => same(one, row.value)) : state.together.includes(field);
  const label = written(field, row.value);
  const exclude = t("exclude", { name: label });
  return h(
    "li",
    {},
    h(
      "label",
      {},
      h("input", { type: "checkbox", form: "search", name: isAll ? `${field}_all` : field, value: row.value, checked }),
      h("bdi", {}, label),
      h("span", { class: "count" }, number(row.count)),
    ),
    !checked &&
      h("a", { class: "exclude", href: href(toggled(state, field, row.value, true)), "aria-label": exclude, title: exclude }, "−"),
  );
}

// Typing in the search box of a facet lists the values that the archive has for it.
export function findInFacets(container, current, restore) {
  let asking = new AbortController();
  const ask = debounced(120, async (input) => {
    asking.abort();
    asking = new AbortController();
    const box = input.closest(".facet");
    const prefix = input.value.trim();
    if (!prefix) return restore();
    const { field } = box.dataset;
    const state = current();
    let items;
    try {
      const rows = await facet(state, field, { prefix, size: 30, signal: asking.signal });
      items = rows.filter((row) => row.value !== null).map((row) => item(field, row, state));
      if (!items.length) items = [h("li", { class: "none" }, t("none_found"))];
    } catch (error) {
      if (error.name === "AbortError") return;
      items = [h("li", { class: "none" }, t("facet_failed"))];
    }
    box.querySelector("ul").replaceChildren(...items);
  });
  container.addEventListener("input", (event) => {
    if (event.target.matches(".find")) ask(event.target);
  });
}
