"""What only the best hits are looked at for: how near the words stand; and names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from whoosh import query

from search_index.engines.whoosh.read.names import Names
from search_index.engines.whoosh.read.phrases import SHIFT, occurrences
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot, Span
from search_index.model.clauses import Clause
from search_index.search.ranking import NAME, NEARNESS, pairs_of

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
    they come to each other in the body.
    """
    pairs = pairs_of(clause, languages)
    if not pairs or len(numbers) < 2:
        return numbers, scores
    head = numbers[:size]
    bonus = np.zeros(len(head), np.float64)
    order = head.argsort()
    ascending = head.take(order)
    terms = {word: snapshot.term("body", word) for pair in pairs for word in pair}
    for number, segment in enumerate(snapshot.segments):
        low, high = ascending.searchsorted((segment.base, segment.base + segment.documents))
        if low < high:
            spans = {word: term.spans[number] for word, term in terms.items()}
            documents = ascending[low:high] - segment.base
            bonus[order[low:high]] = _nearness(documents, pairs, spans)
    better = scores[:size] + bonus * (NEARNESS * float(scores[0]) / len(pairs))
    best = np.lexsort((head, -better))
    return (
        np.concatenate((head.take(best), numbers[size:])),
        np.concatenate((better.take(best), scores[size:])),
    )


def _nearness(
    documents: Array, pairs: list[tuple[str, str]], spans: Mapping[str, Span | None]
) -> Array:
    """For each document the sum over the pairs of one over their distance in the body."""
    places = {
        word: occurrences(span[0], span[1:], documents) for word, span in spans.items() if span
    }
    total = np.zeros(len(documents), np.float64)
    for first, second in pairs:
        a, b = places.get(first), places.get(second)
        if first != second and a is not None and b is not None and len(a) and len(b):
            total += _closeness(a, b, len(documents))
    return total


def _closeness(a: Array, b: Array, documents: int) -> Array:
    """One over the smallest distance of an `a` from a `b` in each document, 0 without both."""
    after = b.searchsorted(a)
    gap = np.minimum(
        np.abs(b.take(np.minimum(after, len(b) - 1)) - a),
        np.abs(b.take(np.maximum(after - 1, 0)) - a),
    )
    owners = a >> SHIFT
    first = np.flatnonzero(np.concatenate((np.ones(1, bool), owners[1:] != owners[:-1])))
    least = np.minimum.reduceat(gap, first)
    result = np.zeros(documents, np.float64)
    result[owners.take(first)] = np.where(least < _FAR, 1 / np.maximum(least, 1), 0.0)
    return result
