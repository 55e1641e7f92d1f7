"""How much what counts in the score of an article, the same for all engines.

BM25F: the occurrences of a word in title and body are added up, each weighted and measured by
the length of its field, before more of them count less and less. S. Robertson, H. Zaragoza,
"The Probabilistic Relevance Framework: BM25 and Beyond" (2009). What the parts are worth was
measured one at a time: docs/adr/0008-ranking.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import Final

from search_index.model.clauses import And, Boost, Clause, Or, Widened, Word
from search_index.text.analysis import query_terms

K1: Final = 1.2
"""How soon further occurrences of a word stop counting."""

FIELD_B: Final = {"title": 0.65, "body": 0.65}
"""How much a long field counts against its words."""

FIELD_WEIGHTS: Final = {"title": 2, "body": 1}
"""What an occurrence in each field counts, before they are added up."""

BOOSTS: Final = {"title": 1.0, "body": 1.0}
"""What a phrase, a beginning or a pattern in each field is worth."""

EXACT: Final = 0.2
"""What the exact form adds to the score of the stem where one word is asked for, as a factor of
its own score. Where there are several words it would only move them against each other."""

NEARNESS: Final = 0.15
"""What two words next to each other add to a score, as a share of the best score."""

RESCORED: Final = 50
"""So many of the best hits are looked at for how near the words stand."""

SYNONYM: Final = 0.5
"""What a synonym adds to a score, as a share of what it would if it had been typed."""

NAME: Final = 3.0
"""What being about the person, organization or place that is asked for adds to a score."""


def idf(articles: int, having: int) -> float:
    """The inverse document frequency of BM25: what a word weighs that `having` articles have.

    Never negative (Lucene's form). Whoosh's own, log(N / (n + 1)) + 1, lets frequent words
    count so much that every collection of `benchmarks.quality.ranking` ranks worse.
    """
    return log(1 + (articles - having + 0.5) / (having + 0.5))


def pairs_of(words: Sequence[str], languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs of words that follow each other among those of a query (`words_of`), folded."""
    exact = (query_terms(word, languages).exact[:1] for word in words)
    return list(pairwise(word for each in exact for word in each))


def words_of(clause: Clause, languages: tuple[str, ...]) -> list[str]:
    """The words of a query as they were typed, without function words and unwanted ones."""
    if isinstance(clause, Word):
        stop = clause.field is not None or query_terms(clause.text, languages).stop
        return [] if stop else [clause.text]
    if isinstance(clause, And | Or):
        return [word for part in clause.clauses for word in words_of(part, languages)]
    if isinstance(clause, Boost | Widened):
        return words_of(clause.clause, languages)
    return []
