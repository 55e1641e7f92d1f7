"""Completions while somebody types: words, names and titles.

What a beginning completes to is kept with the snapshot, for many people type the same few
beginnings. Of the words of a beginning only the most frequent of each segment are counted,
and more of them until no other could come before them: the threshold algorithm of R. Fagin,
A. Lotem, M. Naor, "Optimal Aggregation Algorithms for Middleware" (2001).
"""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np

from search_index.engines.base import Suggestion
from search_index.engines.whoosh.read.expand import documents_between, documents_of
from search_index.engines.whoosh.read.facets import FacetCounts
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.engines.whoosh.store.word_beginnings import beginnings_of, most
from search_index.schema import NAME_FIELDS, TEXT_FIELDS
from search_index.text.analysis import WORD, fold, phrase_words
from search_index.text.stop_words import STOP_WORDS

_MORE: Final = (2, 8, 32)
"""So many times the words wanted are counted exactly; the last however many may be as frequent."""
_TITLES: Final = 3
_BYTES: Final = 300
"""Of a suggestion that is kept, about."""


def suggest(snapshot: Snapshot, text: str, *, size: int) -> tuple[Suggestion, ...]:
    """Completions of the last word of `text`, names with a word that begins so, and titles.

    Names that begin as all of `text` does come first, then the most frequent; titles last.
    """
    surfaces = WORD.findall(text)
    if not surfaces:
        return ()
    start, whole = fold(surfaces[-1]), fold(text.strip())
    return snapshot.cached(
        ("suggest", text, size),
        lambda: _suggest(snapshot, surfaces, whole, start, size),
        _BYTES * size + len(text),
    )


def _suggest(
    snapshot: Snapshot, surfaces: list[str], whole: str, start: str, size: int
) -> tuple[Suggestion, ...]:
    called = set(_names(snapshot, whole, size)) if len(surfaces) > 1 else set()
    found = [*called.union(_names(snapshot, start, size)), *_words(snapshot, start, size)]
    found.sort(key=lambda row: (row not in called, -row.count, fold(row.text), row.text, row.kind))
    share = min(_TITLES, max(size // 3, size - len(found)))
    titles = _titles(snapshot, surfaces[:-1], start, share)
    return (*found[: size - len(titles)], *titles)


def _names(snapshot: Snapshot, start: str, size: int) -> list[Suggestion]:
    rows = []
    for field in NAME_FIELDS:
        counts = snapshot.cached(("counts", field), partial(_count_all, snapshot, field), 0)
        numbers = beginnings_of(snapshot, field, inside=True).owners_of(start)
        for place in most(counts.take(numbers), size):
            number = int(numbers[place])
            if counts[number]:
                value = snapshot.merged(field).value(number)
                rows.append(Suggestion(text=value, kind=field, count=int(counts[number])))
    return rows


def _count_all(snapshot: Snapshot, field: str) -> Array:
    """How many living articles have each value of a field."""
    every = [segment.living(np.arange(segment.documents)) for segment in snapshot.segments]
    return FacetCounts(snapshot, every).counts(field)


def _words(snapshot: Snapshot, start: str, size: int) -> list[Suggestion]:
    """The most frequent words that begin so, words without a meaning of their own aside."""
    counted: list[tuple[int, bytes]] = []
    for more in _MORE:
        terms, others = _most_in_segments(snapshot, start.encode("utf-8", "replace"), more * size)
        counted = sorted(
            ((having, term) for term in terms if (having := _having(snapshot, term))),
            key=lambda row: (-row[0], row[1]),
        )[:size]
        if not others or (len(counted) == size and counted[-1][0] > others):
            break
    return [Suggestion(text=term.decode(), kind="word", count=having) for having, term in counted]


def _most_in_segments(snapshot: Snapshot, prefix: bytes, size: int) -> tuple[set[bytes], int]:
    """The most frequent words of each segment that begin so, `size` of each.

    Also what no other word is more frequent than.
    """
    terms: set[bytes] = set()
    others = 0
    stop_words = snapshot.cached("stop words", lambda: _stop_words(snapshot), 0)
    for segment, stops in zip(snapshot.segments, stop_words, strict=True):
        first, last = segment.data.words.with_prefix(prefix)
        counts = np.zeros(last - first, np.int64)
        for name in TEXT_FIELDS:
            counts += segment.data.text[name].counts(first, last)
        counts[stops[(stops >= first) & (stops < last)] - first] = 0
        places = most(counts, size)
        terms.update(segment.data.words.term(first + place) for place in places if counts[place])
        if places and len(places) < len(counts):
            others += int(counts[places[-1]])
    return terms, others


def _stop_words(snapshot: Snapshot) -> list[Array]:
    """The ordinals (int64) of the stop words of the archive's languages in each segment."""
    words = {word for name in snapshot.languages for word in STOP_WORDS.get(name, ())}
    ordinals = [snapshot.ordinals("body", word.encode()) for word in words]
    found = np.array(ordinals, np.int64).reshape(len(ordinals), len(snapshot.segments))
    return [column[column >= 0] for column in found.T]


def _having(snapshot: Snapshot, term: bytes) -> int:
    """How many living articles have a word in title or body."""
    total = 0
    for place, segment in enumerate(snapshot.segments):
        ordinal = snapshot.ordinals("body", term)[place]
        if ordinal >= 0:
            of_each = [_documents(segment, name, ordinal) for name in TEXT_FIELDS]
            few, many = sorted(of_each, key=len)
            others = few.compress(~_among(few, many))
            total += len(segment.living(many)) + len(segment.living(others))
    return total


def _documents(segment: Segment, name: str, ordinal: int) -> Array:
    postings, first, last = segment.data.text[name].span(ordinal)
    return postings.documents(first, last)


def _among(few: Array, many: Array) -> Array:
    """Which of `few` are among `many`, both ascending."""
    if not len(many):
        return np.zeros(len(few), bool)
    places = np.minimum(many.searchsorted(few), len(many) - 1)
    found: Array = many.take(places) == few
    return found


def _titles(snapshot: Snapshot, before: list[str], start: str, size: int) -> list[Suggestion]:
    """Titles with the words typed so far and one that begins so, the newest first."""
    prefix = start.encode("utf-8", "replace")
    words = [word.encode("utf-8", "replace") for word in phrase_words(before)]
    rows: list[tuple[int, int, Segment]] = []
    for place, segment in enumerate(snapshot.segments):
        titles = segment.data.text["title"]
        range_ = segment.data.words.with_prefix(prefix)
        documents = documents_between(titles, *range_, segment.documents)
        for word in words:
            ordinal = snapshot.ordinals("title", word)[place]
            ordinals = [ordinal] if ordinal >= 0 else []
            having = documents_of(titles, ordinals, segment.documents)
            documents = documents.compress(_among(documents, having))
        documents = segment.living(documents)
        documents = documents.compress(~_among(documents, segment.data.duplicates))
        days = segment.data.column("first_day").take(documents)
        rows += [
            (-int(days[at]), segment.base + int(documents[at]), segment) for at in most(days, size)
        ]
    rows.sort(key=lambda row: row[:2])
    articles = [row[2].data.stored.article(row[1] - row[2].base) for row in rows[:size]]
    return [
        Suggestion(text=article.title, kind="title", count=1, article_id=article.id)
        for article in articles
    ]
