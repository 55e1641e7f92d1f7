"""How much what counts in the score of an article, the same for all engines.

BM25 for each text field, added up: S. Robertson, H. Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009).
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from search_index.model.clauses import And, Boost, Clause, Or, Word
from search_index.text.analysis import query_terms

K1: Final = 1.3
"""How soon further occurrences of a word stop counting."""

FIELD_B: Final = {"title": 0.5, "body": 0.7}
"""How much a long field counts against its words. Titles are short anyway; that one is longer
than another says little."""

BOOSTS: Final = {"title": 1.0, "body": 1.0}
"""A word in the title says more about an article than one in its body; scoring the title as a
field of its own, where every word is rare, sees to that."""

EXACT: Final = 0.2
"""What the exact form adds to the score of the stem, as a factor of its own score."""

NEARNESS: Final = 0.15
"""What two words next to each other add to a score, as a share of the best score."""

RESCORED: Final = 50
"""So many of the best hits are looked at for how near the words stand."""

NAME: Final = 3.0
"""What being about the person, organization or place that is asked for adds to a score."""


def pairs_of(clause: Clause, languages: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs of words that follow each other in a query, folded, without function words."""
    return list(pairwise(_words(clause, languages)))


def _words(clause: Clause, languages: tuple[str, ...]) -> list[str]:
    match clause:
        case Word(text, None):
            terms = query_terms(text, languages)
            return [] if terms.stop else list(terms.exact[:1])
        case And(parts) | Or(parts):
            return [word for part in parts for word in _words(part, languages)]
        case Boost(inner, _):
            return _words(inner, languages)
    return []
