// What the client of npm gets, as one JSON object: node client.mjs SERVER KEY
import { Meilisearch } from "meilisearch";

const [host, apiKey] = process.argv.slice(2);
const client = new Meilisearch({ host, apiKey });
const index = client.index("articles");
let refused = null;
try {
  await index.search("ferry", { filter: "colour = red" });
} catch (error) {
  refused = { code: error.cause?.code, message: error.message };
}
console.log(JSON.stringify({
  health: await client.health(),
  version: (await client.getVersion()).pkgVersion,
  indexes: (await client.getRawIndexes()).results.map((each) => each.uid),
  found: await index.search("ferry", {
    facets: ["place"], attributesToHighlight: ["title"], filter: ["language = en"],
  }),
  byAddress: await index.searchGet("ferry", { limit: 1 }),
  several: await client.multiSearch({
    queries: [{ indexUid: "articles", q: "ferry", hitsPerPage: 1, page: 1 }],
  }),
  values: await index.searchForFacetValues({ facetName: "place", facetQuery: "Mal" }),
  document: await index.getDocument((await index.search("ferry")).hits[0].id),
  refused,
}));
