"""Of the best hits, those in which the words that were asked for stand near each other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from search_index.analysis import WORD, word_terms
from search_index.article import Article
from search_index.ranking import NEARNESS


def bonuses(
    articles: Sequence[Article], pairs: Sequence[tuple[str, str]], *, best: float
) -> list[float]:
    """What each article's score gains; `best` is the highest score."""
    share = NEARNESS * best / len(pairs)
    return [share * _nearness(article, pairs) for article in articles]


def _nearness(article: Article, pairs: Sequence[tuple[str, str]]) -> float:
    """The sum over the pairs of one over their smallest distance."""
    wanted = {word for pair in pairs for word in pair}
    texts = (article.title, article.body)
    fields = [_positions(text, article.language, wanted) for text in texts]
    total = 0.0
    for first, second in pairs:
        if first != second:
            total += max(_closeness(f.get(first, []), f.get(second, [])) for f in fields)
    return total


def _positions(text: str, language: str, wanted: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    place = 0
    for surface in WORD.findall(text):
        terms = word_terms(surface, language)
        for word, offset in terms.exact:
            if word in wanted:
                found.setdefault(word, []).append(place + offset)
        place += terms.width
    return found


def _closeness(a: list[int], b: list[int]) -> float:
    """One over the smallest distance of an `a` from a `b`, 0 without both."""
    if not a or not b:
        return 0.0
    gaps = []
    for place in a:
        after = bisect_left(b, place)
        gaps += [abs(b[at] - place) for at in (after - 1, after) if 0 <= at < len(b)]
    return 1 / max(min(gaps), 1)
