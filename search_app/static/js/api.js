// The API, asked for JSON; what it refuses or what the network loses becomes a Failure.

import { GROUPS, apiPairs, filterPairs } from "./state.js";

const FACETS = ["year", ...GROUPS].join(",");
export const FACET_SIZE = 40;

export class Failure extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function get(path, pairs, signal) {
  const url = `${document.body.dataset.home}api/v1/${path}?${new URLSearchParams(pairs)}`;
  let answer;
  try {
    answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("", 0);
  }
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Failure(problem.detail ?? "", answer.status);
}

export function search(state, signal) {
  const pairs = [...apiPairs(state), ["facets", FACETS], ["facet_size", FACET_SIZE]];
  return get("search", pairs, signal);
}

export async function facet(state, field, { prefix = "", size = 100, signal } = {}) {
  const pairs = [...filterPairs(state), ["facet_size", size]];
  if (prefix) pairs.push(["prefix", prefix]);
  const answer = await get(`facets/${field}`, pairs, signal);
  return answer.values;
}

export async function suggestions(q, signal) {
  const answer = await get("suggest", [["q", q], ["size", 8]], signal);
  return answer.suggestions;
}

// Every article of the same story that the search found, the shown one left out.
export async function copies(state, id, signal) {
  const wide = { ...state, page: 1, per_page: "100", collapse: "false", sort: "relevance" };
  const { hits } = await get("search", [...apiPairs(wide), ["facets", "year"]], signal);
  const story = (hit) => hit.duplicate_of ?? hit.id;
  const own = hits.find((hit) => hit.id === id);
  return hits.filter((hit) => hit.id !== id && own && story(hit) === story(own));
}
