"""The terms of a snapshot: words, values and titles that begin so.

Of the words of a beginning only the most frequent of each segment are counted,
and more of them until no other could come before them: the threshold algorithm of R. Fagin,
A. Lotem, M. Naor, "Optimal Aggregation Algorithms for Middleware" (2001).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import partial
from operator import itemgetter
from typing import Final

import numpy as np

from search_index.engines.terms import Counted, Near, Titled, usual_form
from search_index.engines.whoosh.read.deadline import Clock
from search_index.engines.whoosh.read.evaluate import Execution
from search_index.engines.whoosh.read.expand import (
    documents_between,
    documents_of,
    near_among,
    near_with_edits,
)
from search_index.engines.whoosh.read.facets import FacetCounts
from search_index.engines.whoosh.read.names import Names
from search_index.engines.whoosh.read.query_compiler import Compiler
from search_index.engines.whoosh.read.scored_documents import ScoredDocuments
from search_index.engines.whoosh.read.selection import evaluate
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import Segment, Snapshot
from search_index.engines.whoosh.store.word_beginnings import beginnings_of, most
from search_index.model.clauses import Clause, Word
from search_index.schema import TEXT_FIELDS
from search_index.text.analysis import query_terms
from search_index.text.stop_words import stop_words

_MORE: Final = (2, 8, 32)
"""So many times the words wanted are counted exactly; the last however many may be as frequent."""

_AMONG: Final = 4
"""So many times the words wanted are counted among what other words find."""
_AT_ONCE: Final = 500
"""So many words are read at once as soon as some of them are wanted."""
_NEAR: Final = 10
_FREQUENT: Final = 100
"""Words of so many articles are kept apart, to look for those that are much commoner."""


class WhooshTerms:
    """See `search_index.engines.terms.Terms`."""

    def __init__(
        self, snapshot: Snapshot, names: Names, languages: tuple[str, ...], clock: Clock
    ) -> None:
        self._snapshot = snapshot
        self._languages = languages
        self._clock = clock
        self._compiler = Compiler(languages=languages, names=names, exact=0.0)

    def words(
        self, starts: Sequence[str], *, size: int, among: Clause | None = None
    ) -> list[Counted]:
        """The `size` most frequent exact words that begin in one of these ways, most first."""
        snapshot = self._snapshot
        prefixes = [start.encode("utf-8", "replace") for start in starts]
        masks = self._masks(among) if among is not None else None

        def counts_in(term: bytes) -> int:
            if masks is not None:
                return _having(snapshot, term, masks)
            # While somebody types, the most frequent words that begin so are often the same.
            return snapshot.cached(("all", term), lambda: _having(snapshot, term), 100)

        counted: list[tuple[int, bytes]] = []
        for more in _MORE if masks is None else (_AMONG,):
            terms, others = _most_in_segments(snapshot, prefixes, more * size)
            counted = sorted(
                ((having, term) for term in terms if (having := counts_in(term))),
                key=lambda row: (-row[0], row[1]),
            )[:size]
            if not others or (len(counted) == size and counted[-1][0] > others):
                break
        return [Counted(term.decode(), having) for having, term in counted]

    def _masks(self, among: Clause) -> list[Array]:
        """The documents of each segment that a clause finds (bools)."""
        masks = []
        for segment, part in zip(self._snapshot.segments, self._found(among), strict=True):
            mask = np.zeros(segment.documents, bool)
            mask[part.documents] = True
            masks.append(mask)
        return masks

    def values(self, field: str, starts: Sequence[str], *, size: int) -> list[Counted]:
        """The most frequent values of a field that begin so, or a word of which does."""
        snapshot = self._snapshot
        counts = snapshot.cached(("counts", field), partial(_count_all, snapshot, field), 0)
        beginnings = beginnings_of(snapshot, field, inside=True)
        owners = [beginnings.owners_of(start) for start in starts]
        numbers = owners[0] if len(owners) == 1 else np.unique(np.concatenate(owners))
        found = []
        for place in most(counts.take(numbers), size):
            number = int(numbers[place])
            if counts[number]:
                value = snapshot.merged(field).value(number)
                found.append(Counted(value, int(counts[number])))
        return found

    def written(self, words: Sequence[str]) -> list[str]:
        """The form in which most articles write each of these exact words."""
        snapshot = self._snapshot
        return [snapshot.cached(("written", w), partial(self._written, w), 200) for w in words]

    def _written(self, word: str) -> str:
        forms: Counter[str] = Counter()
        for segment in self._snapshot.segments:
            forms.update(segment.data.written.of(word))
        if not forms:
            return word
        return usual_form(word, _having(self._snapshot, word.encode("utf-8", "replace")), forms)

    def fewer(self, words: Sequence[str], *, below: int) -> dict[str, int]:
        """Those of these words, in any of their forms, that fewer than `below` articles have."""
        few: dict[str, int] = {}
        for word in words:
            key = ("having", word, below)
            having = self._snapshot.cached(key, partial(self._having, word, below), 200)
            if having < below:
                few[word] = having
        return few

    def _having(self, word: str, below: int) -> int:
        """How many articles have a word in any of its forms; where they are many, about."""
        snapshot, asked = self._snapshot, query_terms(word, self._languages)
        if asked.parts:
            return sum(len(part.documents) for part in self._found(Word(word)))
        terms = [snapshot.term(f"{name}_stem", s) for s in asked.stems for name in TEXT_FIELDS]
        most = max((sum(s[2] - s[1] for s in t.spans if s) for t in terms), default=0)
        if most >= below or not most:
            return most
        total = 0
        for place, segment in enumerate(snapshot.segments):
            spans = [span for term in terms if (span := term.spans[place])]
            lists = [postings.documents(first, last) for postings, first, last in spans]
            if len(lists) == 1:
                total += len(segment.living(lists[0]))
            elif lists:
                having = np.zeros(segment.documents, bool)
                for found in lists:
                    having[found] = True
                if segment.live is not None:
                    having &= segment.live
                total += int(np.count_nonzero(having))
        return total

    def _found(self, clause: Clause) -> list[ScoredDocuments]:
        return evaluate(Execution(self._snapshot, self._clock), self._compiler.compile(clause))

    def near(self, word: str, *, edits: int, least: int) -> list[Near]:
        """Exact words of at least `least` articles so many edits away."""
        found: dict[bytes, int] = {}
        if least >= _FREQUENT:
            key = ("frequent", word[:1])
            frequent = self._snapshot.cached(key, partial(self._frequent, word[:1]), 20_000)
            size = len(word)
            often_enough = frequent[: bisect_right(frequent, -least, key=itemgetter(0))]
            fitting = [text for _, text in often_enough if abs(len(text) - size) <= edits]
            found = {text.encode(): distance for text, distance in near_among(fitting, word, edits)}
        else:
            for segment in self._snapshot.segments:
                self._clock.check()
                dictionary = segment.data.words
                for ordinal, distance in near_with_edits(dictionary, word, edits, 1):
                    found[dictionary.term(ordinal)] = distance
        rows = [
            Near(term.decode(), distance, having)
            for term, distance in found.items()
            if distance and (having := _having(self._snapshot, term)) >= least
        ]
        return sorted(rows, key=lambda row: (row.edits, -row.articles, row.text))[:_NEAR]

    def _frequent(self, start: str) -> list[tuple[int, str]]:
        """The words that begin so and that _FREQUENT articles can have.

        Each after how many can have it, negative: those that most can have come first.
        """
        found: dict[bytes, int] = {}
        for segment in self._snapshot.segments:
            self._clock.check()
            first, last = segment.data.words.with_prefix(start.encode("utf-8", "replace"))
            counts = np.zeros(last - first, np.int64)
            for name in TEXT_FIELDS:
                counts += segment.data.text[name].counts(first, last)
            # In one of the segments there is at least its share.
            counts *= len(self._snapshot.segments)
            places = np.flatnonzero(counts >= _FREQUENT)
            terms = segment.data.words.terms(first, last)
            for place, having in zip(places.tolist(), counts.take(places).tolist(), strict=True):
                found[terms[place]] = max(found.get(terms[place], 0), having)
        return sorted((-having, term.decode("utf-8", "replace")) for term, having in found.items())

    def languages(self, clauses: Sequence[Clause]) -> list[dict[str, int]]:
        """Of what each clause finds, how many articles are in each language."""
        return [self._in_languages(clause) for clause in clauses]

    def _in_languages(self, clause: Clause) -> dict[str, int]:
        documents = [part.documents for part in self._found(clause)]
        counts = FacetCounts(self._snapshot, documents).counts("language")
        names = self._snapshot.merged("language")
        return {names.value(n): int(counts[n]) for n in np.flatnonzero(counts).tolist()}

    def titles(self, words: Sequence[str], starts: Sequence[str], *, size: int) -> list[Titled]:
        """The newest titles with all of these exact words and one that begins so."""
        return _titles(self._snapshot, words, starts, size)


def _count_all(snapshot: Snapshot, field: str) -> Array:
    """How many living articles have each value of a field."""
    every = [segment.living(np.arange(segment.documents)) for segment in snapshot.segments]
    return FacetCounts(snapshot, every).counts(field)


def _most_in_segments(
    snapshot: Snapshot, prefixes: Sequence[bytes], size: int
) -> tuple[set[bytes], int]:
    """The most frequent words of each segment that begin so, `size` of each and beginning.

    Also what no other word is more frequent than.
    """
    terms: set[bytes] = set()
    others = 0
    stop_words = snapshot.cached("stop words", lambda: _stop_words(snapshot), 0)
    for prefix in prefixes:
        left = 0
        for segment, stops in zip(snapshot.segments, stop_words, strict=True):
            first, last = segment.data.words.with_prefix(prefix)
            counts = np.zeros(last - first, np.int64)
            for name in TEXT_FIELDS:
                counts += segment.data.text[name].counts(first, last)
            counts[stops[(stops >= first) & (stops < last)] - first] = 0
            places = most(counts, size)
            frequent = [place for place in places if counts[place]]
            if len(counts) <= _AT_ONCE:
                every = segment.data.words.terms(first, last)
                terms.update(every[place] for place in frequent)
            else:
                terms.update(_term(snapshot, segment, first + place) for place in frequent)
            if places and len(places) < len(counts):
                left += int(counts[places[-1]])
        others = max(others, left)
    return terms, others


def _term(snapshot: Snapshot, segment: Segment, ordinal: int) -> bytes:
    key = ("term", segment.base, ordinal)
    return snapshot.cached(key, lambda: segment.data.words.term(ordinal), 100)


def _stop_words(snapshot: Snapshot) -> list[Array]:
    """The ordinals (int64) of the stop words of the archive's languages in each segment."""
    words = stop_words(tuple(snapshot.languages))
    ordinals = [snapshot.ordinals("body", word.encode()) for word in words]
    found = np.array(ordinals, np.int64).reshape(len(ordinals), len(snapshot.segments))
    return [column[column >= 0] for column in found.T]


def _having(snapshot: Snapshot, term: bytes, masks: Sequence[Array] | None = None) -> int:
    """How many living articles have a word in title or body, of those in `masks`."""
    total = 0
    for place, segment in enumerate(snapshot.segments):
        ordinal = snapshot.ordinals("body", term)[place]
        if ordinal >= 0:
            of_each = [_documents(segment, name, ordinal) for name in TEXT_FIELDS]
            few, many = sorted(of_each, key=len)
            others = few.compress(~_among(few, many))
            if masks is not None:
                many, others = (d.compress(masks[place].take(d)) for d in (many, others))
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


def _titles(
    snapshot: Snapshot, wanted: Sequence[str], starts: Sequence[str], size: int
) -> list[Titled]:
    words = [word.encode("utf-8", "replace") for word in wanted]
    prefixes = [start.encode("utf-8", "replace") for start in starts]
    rows: list[tuple[int, int, Segment]] = []
    for place, segment in enumerate(snapshot.segments):
        titles, dictionary = segment.data.text["title"], segment.data.words
        begun = [
            documents_between(titles, *dictionary.with_prefix(prefix), segment.documents)
            for prefix in prefixes
        ]
        documents = begun[0] if len(begun) == 1 else np.unique(np.concatenate(begun))
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
    articles = [snapshot.article(row[2], row[1] - row[2].base) for row in rows[:size]]
    return [Titled(article.title, article.id) for article in articles]
