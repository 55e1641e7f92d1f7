// The page of docs/meilisearch.md, with the address and kind of paging taken from its URL.
import { instantMeiliSearch } from "@meilisearch/instant-meilisearch";
import instantsearch from "instantsearch.js";
import {
  currentRefinements, hits, pagination, rangeInput, refinementList, searchBox, sortBy, stats,
} from "instantsearch.js/es/widgets";

const options = new URLSearchParams(location.search);
const { searchClient } = instantMeiliSearch(options.get("server"), options.get("key") ?? "", {
  finitePagination: options.get("paging") === "finite",
});
const search = instantsearch({ indexName: "articles", searchClient });
search.addWidgets([
  searchBox({ container: "#searchbox" }),
  currentRefinements({ container: "#current" }),
  sortBy({
    container: "#sort",
    items: [
      { label: "best", value: "articles" },
      { label: "oldest", value: "articles:date:asc" },
    ],
  }),
  stats({ container: "#stats" }),
  refinementList({ container: "#places", attribute: "place", searchable: true }),
  refinementList({ container: "#people", attribute: "person", operator: "and" }),
  rangeInput({ container: "#years", attribute: "year" }),
  hits({
    container: "#hits",
    templates: {
      item: (hit, { html, components }) =>
        html`<article data-id=${hit.id}>
          ${components.Highlight({ hit, attribute: "title" })}
        </article>`,
    },
  }),
  pagination({ container: "#pagination" }),
]);
search.start();
