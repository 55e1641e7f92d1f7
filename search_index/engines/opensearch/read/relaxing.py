"""What follows the articles that have all words of a query; see `search_index.search.relaxing`."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from search_index.engines.opensearch.bridge.connection import Deadline
from search_index.engines.opensearch.read import facets
from search_index.engines.opensearch.read.query_compiler import Asker
from search_index.engines.opensearch.read.question import Question
from search_index.engines.opensearch.read.view import View
from search_index.engines.opensearch.store.dsl import Dsl
from search_index.search.relaxing import POOL, Relaxed, bonus_of, least_weight, weight_of

FIRST: Final = 1024.0
"""What is added to the scores of those that come first: more than any score."""


def is_first(score: float) -> bool:
    """Whether this is the score of one that comes first."""
    return score > FIRST / 2


def relaxed_question(
    strict: Question,
    asked: Relaxed,
    view: View,
    languages: tuple[str, ...],
    *,
    total: int,
    articles: int,
    deadline: Deadline,
) -> Question | None:
    """`strict`, which `total` articles answer, with what has most of its words after those.

    Of a long question scores decide the order, and having all words adds a bonus.
    """
    query = strict.query
    loose = Question.asking(query, view, languages, asked.clause)
    words = [Asker(languages, exact=0.0).dsl(word) for word in asked.words]
    weights = [weight_of(articles, having) for having in view.count_each(words, deadline)]
    covering: Dsl = {
        "bool": {
            "should": [
                {"constant_score": {"filter": word, "boost": weight}}
                for word, weight in zip(words, weights, strict=True)
                if weight
            ],
            "minimum_should_match": 1,
        }
    }
    if not any(weights):
        return None
    filters = [loose.text, *loose.shared, *facets.filters(query)]
    best = {
        "query": {"bool": {"must": [covering], "filter": filters}},
        "size": POOL,
        "_source": False,
        "track_total_hits": False,
    }
    rows = view.search(best, deadline)["hits"]["hits"]
    least = least_weight(weights, [float(row["_score"]) for row in rows], firsts=total)
    enough = {"function_score": {"query": covering, "functions": [], "min_score": least}}
    either = {"bool": {"should": [enough, strict.text], "minimum_should_match": 1}}
    scored = (
        loose.text if query.order == "relevance" else {"constant_score": {"filter": loose.text}}
    )
    boost = FIRST if asked.all_words_first(query.order) else bonus_of(weights)
    first = {"constant_score": {"filter": strict.text, "boost": boost}}
    text = {"bool": {"must": [scored], "filter": [either], "should": [first]}}
    return replace(loose, text=text, relaxed=True)
