"""A snapshot: the segments of one commit, what is deleted in them, and their statistics."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from sys import getsizeof
from typing import Any, TypeAlias, TypeVar

import numpy as np

from search_index.engines.whoosh.store.keyword_fields import folded_key, value_of
from search_index.engines.whoosh.store.latest import Latest
from search_index.engines.whoosh.store.postings import TextField
from search_index.engines.whoosh.store.segment import SegmentData
from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter
from search_index.engines.whoosh.store.stored import parts_of
from search_index.manifest import Manifest
from search_index.model.article import Article
from search_index.schema import TEXT_FIELDS
from search_index.search.ranking import idf

_CACHE_BYTES = 32 << 20
_WORD_BYTES = 16 << 20
_ABSENT = object()
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentEntry:
    """A segment as the manifest names it; `deletions` is the file of deleted documents."""

    name: str
    documents: int
    deleted: int = 0
    deletions: str | None = None

    @property
    def file_name(self) -> str:
        """The file with the segment's arrays."""
        return f"{self.name}.clip"

    @property
    def living(self) -> int:
        """How many of its articles are not deleted."""
        return self.documents - self.deleted


def entries_of(manifest: Manifest) -> list[SegmentEntry]:
    """The segments that a manifest names, in the order of their document numbers."""
    return [SegmentEntry(**entry) for entry in manifest.files["segments"]]


def write_deletions(path: Path, deleted: Array) -> None:
    """Write which documents of a segment are deleted (a bool for each)."""
    file = SegmentFileWriter(path)
    file.add("deleted", np.packbits(deleted))
    file.close({"documents": len(deleted)})


def read_deletions(path: Path) -> Array:
    """Read what `write_deletions` wrote."""
    file = SegmentFile(path)
    count: int = file.facts["documents"]
    return np.unpackbits(file.read("deleted"), count=count).astype(bool)


class Segment:
    """A segment as part of a snapshot: its documents have the numbers from `base` on."""

    def __init__(self, folder: Path, entry: SegmentEntry, base: int) -> None:
        self.entry = entry
        self.data = SegmentData(folder / entry.file_name)
        self.base = base
        self.documents = self.data.documents
        self.paths = [folder / entry.file_name]
        self.live: Array | None = None
        if entry.deletions:
            self.paths.append(folder / entry.deletions)
            self.live = ~read_deletions(folder / entry.deletions)
            self.live.setflags(write=False)

    def living(self, documents: Array) -> Array:
        """Those of `documents` that are not deleted."""
        if self.live is None:
            return documents
        return documents.compress(self.live.take(documents))


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedValues:
    """The values of a keyword field over all segments.

    `keys` are in ascending order; `numbers[i]` maps the ordinals of segment i to places in
    `keys` (int64).
    """

    keys: list[bytes]
    numbers: list[Array]
    _values: dict[int, str] = field(default_factory=dict)

    def value(self, number: int) -> str:
        """The value with this number."""
        value = self._values.get(number)
        if value is None:
            value = self._values[number] = value_of(self.keys[number])
        return value

    def numbers_of(self, value: str) -> range:
        """The numbers of the values that equal `value` when folded."""
        return self.numbers_from(folded_key(value))

    def numbers_from(self, key: bytes) -> range:
        """The numbers of the values with this `folded_key`."""
        first = last = bisect_left(self.keys, key)
        while last < len(self.keys) and self.keys[last].startswith(key):
            last += 1
        return range(first, last)


Span: TypeAlias = tuple[TextField, int, int]
"""Where the postings of a term stand: in which field of a segment, from where to where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a text field: its span in each segment (None: it is not there), and its weight.

    The weight is the inverse document frequency; deleted documents count.
    """

    spans: Sequence[Span | None]
    weight: float


class Snapshot:
    """All segments of one state of the index. Safe for many threads."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        """Map the files. Raises FileNotFoundError, IndexDamaged."""
        self.manifest = manifest
        self.segments: list[Segment] = []
        base = 0
        for entry in entries_of(manifest):
            self.segments.append(Segment(folder, entry, base))
            base += entry.documents
        self.documents = base
        """How many documents there are, deleted ones included, as Whoosh counts them."""
        self.name = manifest.name
        self._latest = Latest(_CACHE_BYTES)
        self.words = Latest(_WORD_BYTES)
        """What words of late say of each document: what is searched for is much the same words."""
        self._kept: dict[Any, Any] = {}
        self._merged: dict[str, MergedValues] = {}

    def __iter__(self) -> Any:
        return iter(self.segments)

    @cached_property
    def average_lengths(self) -> Mapping[str, float]:
        """The mean number of words in each text field, as Whoosh counts it."""
        totals = {
            name: sum(segment.data.lengths[name] for segment in self.segments)
            for name in TEXT_FIELDS
        }
        return {name: total / (self.documents or 1) or 1.0 for name, total in totals.items()}

    @cached_property
    def filled_lengths(self) -> Mapping[str, float]:
        """The mean number of words in each text field, of the documents that have any there.

        Where few articles have a title, one of the usual length is not a long one.
        """
        lengths = {}
        for name in TEXT_FIELDS:
            total = sum(segment.data.lengths[name] for segment in self.segments)
            filled = sum(int((s.data.length_bytes(name) > 0).sum()) for s in self.segments)
            lengths[name] = total / (filled or 1) or 1.0
        return lengths

    def ordinals(self, field: str, term: bytes) -> tuple[int, ...]:
        """The ordinal of a term of a text field in each segment, -1 where it is not."""
        kind = "stems" if field.endswith("_stem") else "words"
        return self.cached(
            (kind, term),
            lambda: tuple(segment.data.dictionary(field).find(term) for segment in self.segments),
            100,
        )

    def term(self, field: str, text: str) -> Term:
        """A term of a text field, whether it is in the archive or not."""
        return self.cached((field, text), lambda: self._find_term(field, text), 500)

    def _find_term(self, field: str, text: str) -> Term:
        ordinals = self.ordinals(field, text.encode("utf-8", "replace"))
        spans: list[Span | None] = []
        for segment, ordinal in zip(self.segments, ordinals, strict=True):
            span = segment.data.text[field].span(ordinal) if ordinal >= 0 else None
            spans.append(span if span and span[1] < span[2] else None)
        having = sum(last - first for _, first, last in filter(None, spans))
        return Term(spans=spans, weight=idf(self.documents, having))

    def count(self, field: str, term: bytes) -> int:
        """How many documents have a term of a text field, deleted ones included."""
        ordinals = self.ordinals(field, term)
        return sum(
            segment.data.text[field].count(ordinal)
            for segment, ordinal in zip(self.segments, ordinals, strict=True)
            if ordinal >= 0
        )

    def forms(self, stem: str) -> Collection[str]:
        """The words of the archive that have a stem, in whatever language."""
        return self.cached(("forms", stem), lambda: self._find_forms(stem), 200)

    def _find_forms(self, stem: str) -> Collection[str]:
        term = stem.encode("utf-8", "replace")
        found: set[bytes] = set()
        ordinals = self.ordinals("body_stem", term)
        for segment, ordinal in zip(self.segments, ordinals, strict=True):
            if ordinal >= 0:
                words = segment.data.words
                found.update(words.term(o) for o in segment.data.words_of(ordinal).tolist())
        return [word.decode("utf-8", "replace") for word in found]

    def merged(self, field: str) -> MergedValues:
        """The values of a keyword field over all segments."""
        found = self._merged.get(field)
        if found is None:
            # Of two threads that come at once both get what the first has kept.
            found = self._merged.setdefault(field, self._merge(field))
        return found

    def _merge(self, field: str) -> MergedValues:
        lists = [segment.data.keywords[field].dictionary.terms() for segment in self.segments]
        if len(lists) == 1:
            return MergedValues(keys=lists[0], numbers=[np.arange(len(lists[0]))])
        # Lists that are in order, one after the other, are sorted in a single pass.
        keys = list(dict.fromkeys(sorted(chain.from_iterable(lists))))
        place_of = dict(zip(keys, range(len(keys)), strict=True)).__getitem__
        numbers = [np.fromiter(map(place_of, each), np.int64, len(each)) for each in lists]
        return MergedValues(keys=keys, numbers=numbers)

    @cached_property
    def languages(self) -> Mapping[str, int]:
        """How many living articles there are in each language, most first."""
        counts: dict[str, int] = {}
        for segment in self.segments:
            field = segment.data.keywords["language"]
            for ordinal, key in enumerate(field.dictionary.terms()):
                documents = field.documents_in(ordinal, ordinal + 1)
                name = value_of(key)
                counts[name] = counts.get(name, 0) + len(segment.living(documents))
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return {name: count for name, count in ordered if count}

    def article(self, segment: Segment, document: int) -> Article:
        """An article that is shown. Those of late are kept: other queries show them as well."""
        return self.cached(
            ("article", segment.base + document),
            lambda: segment.data.stored.article(document),
            _bytes_of,
        )

    def cached(self, key: Any, make: Callable[[], T], size: int | Callable[[T], int]) -> T:
        """The value of `make`, kept under `key`; `size` in bytes, 0 to keep it for good."""
        value: T | None = self._kept.get(key)
        if value is not None:
            return value
        known: T = self._latest.get(key, _ABSENT)
        if known is not _ABSENT:
            return known
        value = make()
        size = size if isinstance(size, int) else size(value)
        if not size:
            # Of two threads that come at once both get what the first has kept.
            kept: T = self._kept.setdefault(key, value)
            return kept
        self._latest.keep(key, value, size)
        return value

    def place_of(self, number: int) -> int:
        """The place of the segment that a document is in."""
        for place, segment in enumerate(self.segments):
            if number < segment.base + segment.documents:
                return place
        raise IndexError(number)

    def locate(self, number: int) -> tuple[Segment, int]:
        """The segment of a document, and its number there."""
        segment = self.segments[self.place_of(number)]
        return segment, number - segment.base

    def find(self, article_id: str) -> tuple[Segment, int] | None:
        """Where the living article with this id is: its segment and its document there."""
        for segment in self.segments:
            for document in segment.living(segment.data.document_of(article_id)):
                return segment, int(document)
        return None

    def paths(self) -> Sequence[Path]:
        """The files that this snapshot reads."""
        return [path for segment in self.segments for path in segment.paths]


def _bytes_of(article: Article) -> int:
    """About what an article takes in memory."""
    return 1500 + 400 * parts_of(article) + getsizeof(article.title) + getsizeof(article.body)
