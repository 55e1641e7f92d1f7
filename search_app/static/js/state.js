// What the address of the search page says, and the states that lead on from it.
// pages/state.py is the same on the server.

export const FIELDS = ["year", "month", "person", "organization", "place", "outlet", "author", "section", "speaker", "tag", "language", "source"];
export const GROUPS = ["person", "organization", "place", "outlet", "author", "section", "tag", "language"];
// The facets of which an article may have several values, so that all can be asked for.
export const TOGETHER = ["person", "organization", "place", "author", "speaker", "tag"];

const PLAIN = { q: "", match: "auto", per_page: "10", sort: "relevance", date_from: "", date_to: "", typo: "true", collapse: "true", missing: "" };

export function parse(search) {
  const given = new URLSearchParams(search);
  const state = { include: {}, all: {}, exclude: {}, page: Number(given.get("page")) || 1 };
  for (const name of Object.keys(PLAIN)) state[name] = given.get(name) || PLAIN[name];
  for (const field of FIELDS) {
    state.include[field] = given.getAll(field);
    state.all[field] = TOGETHER.includes(field) ? given.getAll(`${field}_all`) : [];
    state.exclude[field] = given.getAll(`exclude_${field}`);
  }
  state.together = TOGETHER.filter((one) => given.getAll("together").includes(one) || state.all[one].length);
  state.more = given.getAll("more").filter((field) => GROUPS.includes(field));
  state.lang = given.get("lang") ?? "";
  return state;
}

// The parameters that the API takes too, without those of the page alone.
export function apiPairs(state) {
  const pairs = Object.keys(PLAIN)
    .filter((name) => state[name] !== PLAIN[name])
    .map((name) => [name, state[name]]);
  for (const field of FIELDS) for (const value of state.include[field]) pairs.push([field, value]);
  for (const field of FIELDS) for (const value of state.exclude[field]) pairs.push([`exclude_${field}`, value]);
  for (const field of TOGETHER) for (const value of state.all[field]) pairs.push([`${field}_all`, value]);
  if (state.page > 1) pairs.push(["page", String(state.page)]);
  return pairs;
}

// The parameters that choose articles: those of an export, a feed or a facet.
export function filterPairs(state) {
  const shown = new Set(["page", "per_page", "sort"]);
  return apiPairs(state).filter(([name]) => !shown.has(name));
}

export function href(state) {
  const together = state.together.filter((field) => !state.all[field].length);
  const pairs = [
    ...apiPairs(state),
    ...together.map((field) => ["together", field]),
    ...state.more.map((field) => ["more", field]),
  ];
  if (state.lang) pairs.push(["lang", state.lang]);
  const home = document.body.dataset.home;
  return pairs.length ? `${home}?${new URLSearchParams(pairs)}` : home;
}

// The address of an article; with its place among the hits it carries the search along.
export function articleHref(state, id, at = 0) {
  const pairs = apiPairs(state).filter(([name]) => (at ? name !== "page" : name === "q"));
  if (state.lang) pairs.push(["lang", state.lang]);
  if (at) pairs.push(["at", String(at)]);
  const path = `${document.body.dataset.home}articles/${encodeURIComponent(id)}`;
  return pairs.length ? `${path}?${new URLSearchParams(pairs)}` : path;
}

const PATHS = { person: "people", organization: "organizations", place: "places" };

// The page of a name.
export function entityHref(state, kind, name) {
  const path = `${document.body.dataset.home}${PATHS[kind]}/${encodeURIComponent(name)}`;
  return state.lang ? `${path}?lang=${state.lang}` : path;
}

// The chosen names that have a page of their own: [kind, name], three at most.
export const namesOf = (state) =>
  Object.keys(PATHS)
    .flatMap((kind) => [...state.include[kind], ...state.all[kind]].map((name) => [kind, name]))
    .slice(0, 3);

const changed = (state, changes) => ({ ...state, page: 1, ...changes });

export const asking = (state, q) => changed(state, { q });
export const anyWord = (state) => changed(state, { match: "any" });
export const literal = (state) => changed(state, { typo: "false" });
export const sorted = (state, sort) => changed(state, { sort });
export const atPage = (state, page) => ({ ...state, page });
export const dated = (state, date_from, date_to) => changed(state, { date_from, date_to, missing: "" });
// The same for dates that people wrote, which may stand the wrong way round.
export function between(state, from, to) {
  const shared = Math.min(from.length, to.length);
  const turned = from.slice(0, shared) > to.slice(0, shared);
  return turned ? dated(state, to, from) : dated(state, from, to);
}

export const undated = (state, wanted) => changed(state, { date_from: "", date_to: "", missing: wanted ? "date" : "" });
export const uncollapsed = (state) => changed(state, { collapse: "false" });
export const speaking = (state, lang) => ({ ...state, lang });
export const everything = (state) => ({ ...parse(""), lang: state.lang });

// A value is never both wanted and excluded. Where the facet is one of `together`, the value is
// one more that an article must have.
export function toggled(state, field, value, excluded = false) {
  const isHere = (values) => values.some((one) => same(one, value));
  const isNew = !(excluded ? isHere(state.exclude[field]) : has(state, field, value));
  const kind = excluded ? "exclude" : state.together.includes(field) ? "all" : "include";
  const next = {};
  for (const filters of ["include", "all", "exclude"]) {
    const rest = state[filters][field].filter((one) => !same(one, value));
    next[filters] = { ...state[filters], [field]: isNew && filters === kind ? [...rest, value] : rest };
  }
  return changed(state, next);
}

// With one filter more that leaves fewer articles, or without it where it is active.
export function narrowed(state, field, value) {
  const chosen = state.include[field];
  if (has(state, field, value) || !TOGETHER.includes(field) || !chosen.length) return toggled(state, field, value);
  if (chosen.length === 1) return toggled(joined(state, field, true), field, value);
  return toggled({ ...state, together: [...new Set([...state.together, field])] }, field, value);
}

// With articles that have all of the chosen values of a facet, or any of them.
export function joined(state, field, wanted) {
  const values = [...state.include[field], ...state.all[field]];
  const rest = state.together.filter((one) => one !== field);
  return changed(state, {
    include: { ...state.include, [field]: wanted ? [] : values },
    all: { ...state.all, [field]: wanted ? values : [] },
    together: wanted ? [...rest, field] : rest,
  });
}

export function unfolded(state, field, wanted) {
  const rest = state.more.filter((name) => name !== field);
  return { ...state, more: wanted ? [...rest, field] : rest };
}

// Without one filter and all its values: date, missing, a field, or one with exclude_ or _all.
export function without(state, name) {
  if (name === "date") return changed(state, { date_from: "", date_to: "" });
  if (name === "missing") return changed(state, { missing: "" });
  const [filters, field] = filterOf(name);
  return changed(state, { [filters]: { ...state[filters], [field]: [] } });
}

// The kind of filter and the field that a name like exclude_place or person_all means.
export function filterOf(name) {
  if (name.endsWith("_all")) return ["all", name.slice(0, -4)];
  return name.startsWith("exclude_") ? ["exclude", name.slice(8)] : ["include", name];
}

export function withoutFilters(state) {
  const none = Object.fromEntries(FIELDS.map((field) => [field, []]));
  return changed(state, { include: none, all: none, exclude: none, date_from: "", date_to: "", missing: "" });
}

export const has = (state, field, value) =>
  [...state.include[field], ...state.all[field]].some((one) => same(one, value));

export const isNarrowed = (state) =>
  FIELDS.some((field) => state.include[field].length || state.all[field].length || state.exclude[field].length) ||
  Boolean(state.date_from || state.date_to || state.missing);

// Without words the newest come first.
export const sortInForce = (state) => (state.sort === "relevance" && !state.q ? "newest" : state.sort);

export const same = (one, other) => one.toLowerCase() === other.toLowerCase();
