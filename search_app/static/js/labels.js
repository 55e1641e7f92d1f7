// How hits name things on a card; pages/labels.py is the same on the server.

import { has } from "./state.js";

export const KINDS = ["person", "organization", "place"];
const SHOWN = 4;
const FEWEST_HITS = 10;
const NEARLY_ALL = 0.8;

// The [kind, name] that nearly all hits have, of the kinds that are not filtered by.
export function common(answer, state) {
  if (answer.total < FEWEST_HITS) return [];
  return KINDS.filter((kind) => !state.include[kind].length).flatMap((kind) =>
    (answer.facets[kind] ?? [])
      .filter(({ value, count }) => value && count >= answer.total * NEARLY_ALL && !has(state, kind, value))
      .map(({ value }) => [kind, value]),
  );
}

// The names of an article to show, each with its label: the acronym of an organization.
export function onCard(names, kind, leftOut) {
  const isCommon = (name) => leftOut.some((one) => one[0] === kind && one[1] === name);
  const shown = names.filter((name) => !isCommon(name)).slice(0, SHOWN);
  const labels = shown.map((name) => (kind === "organization" ? acronym(name) : name));
  const isOnly = (label) => labels.filter((one) => one === label).length === 1;
  return shown.map((name, place) => [name, isOnly(labels[place]) ? labels[place] : name]);
}

export const acronym = (name) => /^[^()]+ \(([^()\s]{2,12})\)$/u.exec(name)?.[1] ?? name;

export const webUrl = (url) => (/^https?:\/\//i.test(url ?? "") ? url : null);

export const host = (url) => /^https?:\/\/(?:[^/?#@]*@)?(?:www\.)?([^/:?#]+)/i.exec(url)?.[1].toLowerCase() ?? url;
