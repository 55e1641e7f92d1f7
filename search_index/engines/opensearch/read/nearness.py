"""Of the best hits, those in which the words that were asked for are near each other."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Container, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from search_index.schema import TEXT_FIELDS
from search_index.search.ranking import NEARNESS
from search_index.text.analysis import plain_word, surfaces, word_terms

_plain_word: Final = lru_cache(maxsize=100_000)(plain_word)


def reordered(
    rows: Sequence[tuple[float, Mapping[str, Any]]],
    pairs: Sequence[tuple[str, str]],
    *,
    wanted: int,
) -> list[tuple[float, int]]:
    """The best of some hits by their scores with what nearness adds, the best first.

    `rows` are the scores, falling, and stored articles of hits; the result holds new scores and
    places in `rows`. All but the first `wanted` may lack what nearness adds: a hit that could not
    come among those is not read.
    """
    if len(rows) < 2:
        return [(score, place) for place, (score, _) in enumerate(rows)]
    best = rows[0][0]
    wanted = max(wanted, 1)
    found: list[tuple[float, int]] = []
    reached: list[float] = []
    for place, (score, article) in enumerate(rows):
        if place >= wanted and score + NEARNESS * best < reached[-wanted]:
            found += [(score, rest) for rest, (score, _) in enumerate(rows[place:], place)]
            break
        score += NEARNESS * best / len(pairs) * _nearness(article, pairs)
        found.append((score, place))
        insort(reached, score)
    return sorted(found, key=lambda hit: (-hit[0], hit[1]))


def _nearness(article: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> float:
    """The sum over the pairs of one over their smallest distance."""
    wanted = {None, *(word for pair in pairs for word in pair)}
    fields = [_positions(article[name], article["language"], wanted) for name in TEXT_FIELDS]
    total = 0.0
    for first, second in pairs:
        if first != second:
            total += max(_closeness(f.get(first, []), f.get(second, [])) for f in fields)
    return total


def _positions(text: str, language: str, wanted: Container[str | None]) -> dict[str, list[int]]:
    """Where the words of `wanted`, which has None as well, are in a text."""
    found: dict[str, list[int]] = {}
    words = surfaces(text)
    further = 0
    for number, word in enumerate(map(_plain_word, words)):
        if word in wanted:
            if word is not None:
                found.setdefault(word, []).append(number + further)
                continue
            terms = word_terms(words[number], language)
            for each, offset in terms.exact:
                if each in wanted:
                    found.setdefault(each, []).append(number + further + offset)
            further += terms.width - 1
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
