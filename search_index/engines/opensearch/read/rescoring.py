"""The best hits in a better order: how near the words stand, and what is like each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from search_index.engines.opensearch.read.nearness import reordered
from search_index.engines.opensearch.store.document import unpacked
from search_index.engines.opensearch.store.mapping import SKETCH
from search_index.model.clauses import Clause
from search_index.search.neighbours import smoothed
from search_index.search.ranking import RESCORED, pairs_of, words_of
from search_index.text.analysis import query_terms, surfaces, word_terms

Row = dict[str, Any]


def rescored(
    hits: Sequence[tuple[float, Row]],
    clause: Clause,
    languages: tuple[str, ...],
    *,
    firsts: int = 0,
) -> list[tuple[float, Row]]:
    """The hits (best first, with their scores) in their new order with their new scores.

    The `firsts` before the others stay before them whatever they score.
    """
    if len(hits) < 2:
        return list(hits)
    own = np.array([score for score, _ in hits], np.float64)
    articles = [row["_source"]["article"] for _, row in hits]
    words = words_of(clause, languages)
    pairs = pairs_of(words, languages)
    if pairs:
        by_score = np.argsort(-own[:RESCORED], kind="stable").tolist()
        head = [(float(own[place]), articles[place]) for place in by_score]
        for score, rank in reordered(head, pairs, wanted=len(head)):
            own[by_score[rank]] = score
    wanted = [frozenset(query_terms(word, languages).stems) for word in words]
    named = np.array([_in_title(article, wanted) for article in articles], bool)
    sizes, codes = unpacked([row["_source"][SKETCH] for _, row in hits])
    places = np.arange(len(hits))
    better = smoothed(own, places.repeat(sizes), codes, named)
    order = np.lexsort((places, -better, places >= firsts))
    return [(float(better[place]), hits[place][1]) for place in order.tolist()]


def _in_title(article: Mapping[str, Any], wanted: Iterable[frozenset[str]]) -> bool:
    """Whether every word has one of its stems in the title."""
    words = surfaces(article["title"])
    stems = {stem for word in words for stem in word_terms(word, article["language"]).stems}
    return all(not stems.isdisjoint(any_of) for any_of in wanted)
