"""`match=auto`: what follows where few articles have all of the words.

Articles with all words come first. Where these are fewer than ENOUGH, those follow that have
most of what the query's words weigh; a word weighs the more, the fewer articles have it, and one
that none has weighs nothing. Where no article has all words, any word will do.

People's questions are full of words that are not to the point. So of a question of more than LONG
words the POOL articles that come nearest are found in any case, and their scores decide the
order; having all words adds ALL_WORDS to a score, no more (docs/adr/0012-long-questions.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from search_index.model.clauses import And, Clause, DateRange, Or, Value
from search_index.model.query import Sort
from search_index.model.synonyms import Synonyms
from search_index.search.ranking import idf
from search_index.text.function_words import is_function_word
from search_index.text.query_parser import parse

ENOUGH: Final = 10
"""So many articles with all words are enough."""
MOST: Final = 0.5
"""The part of the weight of all words that an article must have."""
LONG: Final = 3
"""A question of more words, without function words, is a long one."""
POOL: Final = 200
"""So many articles are found by a long question, whatever they have of its weight."""
ALL_WORDS: Final = 0.05
"""What having all words of a long question adds to a score, as a share of what they weigh."""
_ROUNDING: Final = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxed:
    """A query that need not have all words: `words` are what it weighs, `clause` any of them.

    Fields, dates and unwanted words are in `clause` as they were asked for.
    """

    words: tuple[Clause, ...]
    clause: Clause

    def all_words_first(self, order: Sort) -> bool:
        """Whether articles with all words come before the others, however hits are sorted."""
        return len(self.words) <= LONG or order != "relevance"


def relaxed(
    text: str, languages: tuple[str, ...], synonyms: Synonyms | None = None
) -> Relaxed | None:
    """A query as one that need not have all words; None where its operators leave no choice."""
    loose = parse(text, match="any", synonyms=synonyms)
    if loose == parse(text, match="all", synonyms=synonyms):
        return None
    match loose:
        case Or(parts):
            rest: tuple[Clause, ...] = ()
        case And((Or(parts), *others)):
            rest = tuple(others)
        case _:
            return None
    fixed = tuple(part for part in parts if isinstance(part, Value | DateRange))
    words = tuple(part for part in parts if part not in fixed)
    words = tuple(part for part in words if not is_function_word(part, languages)) or words
    if len(words) < 2:
        return None
    if not fixed and not rest:
        return Relaxed(words=words, clause=Or(words))
    return Relaxed(words=words, clause=And((Or(words), *fixed, *rest)))


def weight_of(articles: int, having: int) -> float:
    """What a word weighs that `having` of so many articles have."""
    return idf(articles, having) if having else 0.0


def bonus_of(weights: Sequence[float]) -> float:
    """What having all of the words of a long question adds to a score."""
    return ALL_WORDS * sum(weights)


def least_weight(weights: Sequence[float], covered: Sequence[float], *, firsts: int) -> float:
    """What the words of an article must weigh for it to follow.

    `firsts` articles have all words. `weights` are those of the words, `covered` the greatest
    weights that articles have, falling, the first POOL of them or all.
    """
    if not firsts:
        return 0.0
    least = min(MOST * sum(weights), covered[0] if covered else 0.0)
    if len(weights) > LONG and covered:
        least = min(least, covered[:POOL][-1])
    return least * (1 - _ROUNDING)
