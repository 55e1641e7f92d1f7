// The API, asked for JSON; what it refuses or what the network loses becomes a Failure.

import { learn } from "./messages.js";
import { GROUPS, apiPairs, filterPairs } from "./state.js";

const FACETS = ["year", ...GROUPS].join(",");
export const FACET_SIZE = 40;
const MOST_PAGES = 100;

export class Failure extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function get(path, pairs, signal) {
  const query = new URLSearchParams(path === "suggest" ? pairs : [...pairs, ["lang", document.documentElement.lang]]);
  const url = `${document.body.dataset.home}api/v1/${path}?${query}`;
  let answer;
  try {
    answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure("", 0);
  }
  if (answer.ok) return learn(await answer.json());
  const problem = await answer.json().catch(() => ({}));
  throw new Failure(problem.detail ?? "", answer.status);
}

export function search(state, signal) {
  const pairs = [...apiPairs(state), ["facets", FACETS], ["facet_size", FACET_SIZE], ["prefix", "last"]];
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

// The articles of the same story that the search found, `count` of them, the shown one left
// out. Pages fit together while the server keeps the state of the first; then once more.
export async function copies(...asked) {
  try {
    return await readCopies(...asked);
  } catch (error) {
    if (error.status !== 410) throw error;
    return readCopies(...asked);
  }
}

// They may stand anywhere among the hits, so page after page is read until all are there.
async function readCopies(state, id, count) {
  const wide = { ...state, per_page: "100", collapse: "false", sort: "relevance" };
  const story = (hit) => hit.duplicate_of ?? hit.id;
  const seen = [];
  let more = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const pairs = [...apiPairs({ ...wide, page }), ["facets", ""], ["highlight", "false"], ...more];
    const answer = await get("search", pairs);
    seen.push(...answer.hits);
    const own = seen.find((hit) => hit.id === id);
    const found = own ? seen.filter((hit) => hit.id !== id && story(hit) === story(own)) : [];
    if (found.length >= count || !answer.links.next) return found;
    more = [["cursor", answer.cursor]];
  }
  return [];
}
