"""Completions while somebody types: words, names and titles."""

from __future__ import annotations

import numpy as np

from search_index.analysis import WORD, fold
from search_index.engines.base import Suggestion
from search_index.engines.whoosh.facets import count_values
from search_index.engines.whoosh.keywords import value_of
from search_index.engines.whoosh.names import NAME_FIELDS
from search_index.engines.whoosh.snapshot import Snapshot

_MOST_TERMS = 2000


def suggest(snapshot: Snapshot, text: str, *, size: int) -> tuple[Suggestion, ...]:
    """Completions of the last word of `text`, and names that have words beginning so."""
    surfaces = WORD.findall(text)
    if not surfaces:
        return ()
    start = fold(surfaces[-1])
    found = [*_names(snapshot, fold(text.strip()), start), *_words(snapshot, start)]
    found.sort(key=lambda row: (-row.count, row.text))
    return tuple(found[:size])


def _words(snapshot: Snapshot, start: str) -> list[Suggestion]:
    counts: dict[bytes, int] = {}
    for segment in snapshot.segments:
        first, last = segment.data.words.with_prefix(start.encode("utf-8", "replace"))
        last = min(last, first + _MOST_TERMS)
        body = segment.data.text["body"]
        for place, term in enumerate(segment.data.words.terms(first, last)):
            counts[term] = counts.get(term, 0) + body.count(first + place)
    return [
        Suggestion(text=term.decode(), kind="word", count=count)
        for term, count in counts.items()
        if count
    ]


def _names(snapshot: Snapshot, whole: str, start: str) -> list[Suggestion]:
    every = [segment.living(np.arange(segment.documents)) for segment in snapshot.segments]
    rows = []
    for field in NAME_FIELDS:
        merged = snapshot.merged(field)
        counts = count_values(snapshot, field, every)
        for number in np.flatnonzero(counts).tolist():
            folded = merged.keys[number].partition(b"\0")[0].decode("utf-8", "replace")
            if folded.startswith((whole, start)) or f" {start}" in folded:
                value = value_of(merged.keys[number])
                rows.append(Suggestion(text=value, kind=field, count=int(counts[number])))
    return rows
