"""What only the best hits are looked at for: how near the words stand; and names."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from whoosh import query

from search_index.analysis import query_terms
from search_index.clauses import And, Boost, Clause, Or, Word
from search_index.engines.whoosh.names import Names
from search_index.engines.whoosh.phrases import occurrences
from search_index.engines.whoosh.segment_file import Array
from search_index.engines.whoosh.snapshot import Segment, Snapshot
from search_index.ranking import NAME, NEARNESS

_FAR: Final = 1 << 20


def name_bonus(plan: query.Query, text: str, names: Names) -> query.Query:
    """The plan, with a bonus for articles about what `text` is the name of."""
    called = names.called(text) if text.strip() else []
    if not called:
        return plan
    terms = [query.Term(field, value, boost=NAME) for field, value in called]
    bonus = query.Or(terms) if len(terms) > 1 else terms[0]
    return query.AndMaybe(plan, bonus)


def rescore(
    clause: Clause,
    snapshot: Snapshot,
    languages: tuple[str, ...],
    numbers: Array,
    scores: Array,
    size: int,
) -> tuple[Array, Array]:
    """The hits (best first) with the first `size` of them reordered by nearness.

    Each pair of words that follow each other in the query adds to the score by how near
    they come to each other in the title or the body.
    """
    pairs = list(pairwise(_words(clause, languages)))
    if not pairs or len(numbers) < 2:
        return numbers, scores
    head = numbers[:size]
    bonus = np.zeros(len(head), np.float64)
    order = np.argsort(head)
    ascending = head.take(order)
    for segment in snapshot.segments:
        low, high = ascending.searchsorted((segment.base, segment.base + segment.documents))
        if low < high:
            found = _nearness(segment, ascending[low:high] - segment.base, pairs)
            bonus[order[low:high]] = found
    better = scores[:size] + bonus * (NEARNESS * float(scores[0]) / len(pairs))
    best = np.lexsort((head, -better))
    return (
        np.concatenate((head.take(best), numbers[size:])),
        np.concatenate((better.take(best), scores[size:])),
    )


def _words(clause: Clause, languages: tuple[str, ...]) -> list[str]:
    """The folded words asked for beside each other, without function words."""
    match clause:
        case Word(text, None):
            terms = query_terms(text, languages)
            return [] if terms.stop else list(terms.exact[:1])
        case And(parts) | Or(parts):
            return [word for part in parts for word in _words(part, languages)]
        case Boost(inner, _):
            return _words(inner, languages)
    return []


def _nearness(segment: Segment, documents: Array, pairs: list[tuple[str, str]]) -> Array:
    """For each document the sum over the pairs of one over their distance."""
    total = np.zeros(len(documents), np.float64)
    for first, second in pairs:
        left = segment.data.words.find(first.encode("utf-8", "replace"))
        right = segment.data.words.find(second.encode("utf-8", "replace"))
        if left < 0 or right < 0 or left == right:
            continue
        best = np.zeros(len(documents), np.float64)
        for name in ("title", "body"):
            field = segment.data.text[name]
            a = occurrences(field, left, documents)
            b = occurrences(field, right, documents)
            if len(a) and len(b):
                best = np.maximum(best, _closeness(a, b, len(documents)))
        total += best
    return total


def _closeness(a: Array, b: Array, documents: int) -> Array:
    """One over the smallest distance of an `a` from a `b` in each document, 0 without both."""
    distance = np.full(documents, _FAR, np.float64)
    after = b.searchsorted(a)
    for places in (np.minimum(after, len(b) - 1), np.maximum(after - 1, 0)):
        gap = np.abs(b.take(places) - a)
        np.minimum.at(distance, a >> 26, np.where(gap < _FAR, np.maximum(gap, 1), _FAR))
    return np.where(distance < _FAR, 1 / distance, 0.0)
