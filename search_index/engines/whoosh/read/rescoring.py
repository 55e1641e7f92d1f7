"""What only the best hits are looked at for: how near words stand, names, what is like them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from whoosh import query

from search_index.engines.whoosh.read.names import Names
from search_index.engines.whoosh.read.phrases import SHIFT, all_occurrences
from search_index.engines.whoosh.read.scored_documents import members
from search_index.engines.whoosh.read.selection import FIRST, firsts_in
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Snapshot, Span
from search_index.model.clauses import Clause
from search_index.search.neighbours import SMOOTHED, smoothed
from search_index.search.ranking import NAME, NEARNESS, RESCORED, pairs_of, words_of
from search_index.text.analysis import query_terms

_FAR: Final = 1 << 20


def name_bonus(plan: query.Query, text: str, names: Names) -> query.Query:
    """The plan, with a bonus for articles about what `text` is the name of."""
    called = names.called(text) if text.strip() else []
    if not called:
        return plan
    terms = [query.Term(field, value, boost=NAME) for field, value in called]
    bonus = query.Or(terms) if len(terms) > 1 else terms[0]
    return query.AndMaybe(plan, bonus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescored:
    """Hits in their order, best first (int64), and their scores.

    Of the first ones `nearness` says what words that are near each other added, and
    `neighbours` what the hits that are like them did.
    """

    numbers: Array
    scores: Array
    nearness: Array
    neighbours: Array


def rescore(
    clause: Clause,
    snapshot: Snapshot,
    languages: tuple[str, ...],
    numbers: Array,
    keys: Array,
) -> Rescored:
    """The hits (best first) with the first SMOOTHED of them in a better order.

    Those that come first whatever they score stay before the others.

    Each pair of words that follow each other in the query adds to the score by how near
    they come to each other in the body; then each hit gets its part of what its neighbours
    score. Where one word is asked for, nothing changes.
    """
    firsts = firsts_in(keys)
    if len(keys) and firsts[0]:
        keys = np.where(firsts, keys - FIRST, keys)
    scores = keys
    words = words_of(clause, languages)
    if len(set(words)) < 2 or len(numbers) < 2:
        return Rescored(
            numbers=numbers, scores=scores, nearness=np.zeros(0), neighbours=np.zeros(0)
        )
    head = numbers[:SMOOTHED]
    pairs = pairs_of(words, languages)
    terms = {word: snapshot.term("body", word) for pair in pairs for word in pair}
    near = np.zeros(len(head), np.float64)
    named = np.zeros(len(head), bool)
    owners: list[Array] = []
    codes: list[Array] = []
    for number, places, documents in _by_segment(snapshot, head):
        named[places] = _in_title(documents, words, languages, snapshot, number)
        sizes, sketches = snapshot.segments[number].data.sketches(documents)
        owners.append(places.repeat(sizes))
        codes.append(sketches)
        if pairs:
            spans = {word: term.spans[number] for word, term in terms.items()}
            best = (places < RESCORED).nonzero()[0]
            near[places.take(best)] = _nearness(documents.take(best), pairs, spans)
    near *= NEARNESS * float(scores.max()) / max(len(pairs), 1)
    own = scores[:SMOOTHED].astype(np.float64) + near
    better = smoothed(own, np.concatenate(owners), np.concatenate(codes), named)
    best = np.lexsort((head, -better, ~firsts[:SMOOTHED]))
    return Rescored(
        numbers=np.concatenate((head.take(best), numbers[SMOOTHED:])),
        scores=np.concatenate((better.take(best), scores[SMOOTHED:])),
        nearness=near.take(best),
        neighbours=(better - own).take(best),
    )


def _by_segment(snapshot: Snapshot, numbers: Array) -> Iterator[tuple[int, Array, Array]]:
    """For each segment that has some of the numbers: its own number, the places of those among
    them, and their documents (ascending)."""
    order = numbers.argsort()
    ascending = numbers.take(order)
    if len(snapshot.segments) == 1:
        yield 0, order, ascending
        return
    for number, segment in enumerate(snapshot.segments):
        low, high = ascending.searchsorted((segment.base, segment.base + segment.documents))
        if low < high:
            yield number, order[low:high], ascending[low:high] - segment.base


def _in_title(
    documents: Array,
    words: Sequence[str],
    languages: tuple[str, ...],
    snapshot: Snapshot,
    number: int,
) -> Array:
    """Which documents (int64, ascending) of a segment have all of the words in their title."""
    size = snapshot.segments[number].documents
    having = np.ones(len(documents), bool)
    for word in words:
        stems = query_terms(word, languages).stems
        spans = [snapshot.term("title_stem", stem).spans[number] for stem in stems]
        lists = [postings.documents(first, last) for postings, first, last in filter(None, spans)]
        if not lists:
            return np.zeros(len(documents), bool)
        having &= members(documents, np.concatenate(lists), size)
    return having


def _nearness(
    documents: Array, pairs: list[tuple[str, str]], spans: Mapping[str, Span | None]
) -> Array:
    """For each document the sum over the pairs of one over their distance in the body."""
    total = np.zeros(len(documents), np.float64)
    there = {word: span for word, span in spans.items() if span}
    if len(there) < 2 or not len(documents):
        return total
    postings = next(iter(there.values()))[0]
    found = all_occurrences(postings, [span[1:] for span in there.values()], documents)
    places = dict(zip(there, found, strict=True))
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
