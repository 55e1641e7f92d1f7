"""Fields of whole values (names, pages, languages …), to filter by, to count and to find.

Each value is a term of a dictionary: its folded form, a NUL, and the value as it is
written; so values that differ only in case or accents lie together. The id is kept as it
is. Sections of field f besides its dictionary: f.counts and f.documents (how many documents have
each value, and which, uint16), f.of_counts and f.of (how many values each document has, and which).
Counts that are all one, as those of ids are, take no room.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final

import numpy as np

from search_index.engines.whoosh.store.postings import narrow
from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter
from search_index.engines.whoosh.store.term_dictionary import Dictionary, write_dictionary
from search_index.text.analysis import fold

KEYWORDS: Final = (
    "id",
    "source",
    "language",
    "year",
    "month",
    "person",
    "organization",
    "place",
    "outlet",
    "author",
    "section",
    "speaker",
    "tag",
)
"""The fields of whole values."""

_SEPARATOR: Final = b"\0"
_NO_BREAKS: Final = str.maketrans({"\n": " ", "\0": " "})


def _encode(text: str) -> bytes:
    if "\n" in text or "\0" in text:
        text = text.translate(_NO_BREAKS)
    return text.encode("utf-8", "surrogatepass")


def key_of(field: str, value: str) -> bytes:
    """The term of a value."""
    if field == "id":
        return _encode(value)
    return folded_key(value) + _encode(value)


def folded_key(value: str) -> bytes:
    """How the terms of all values begin that equal `value` when folded."""
    return _encode(fold(value)) + _SEPARATOR


def value_of(key: bytes) -> str:
    """The value of a term, as it was written."""
    return key.rpartition(_SEPARATOR)[2].decode("utf-8", "surrogatepass")


def write_keywords(file: SegmentFileWriter, field: str, values: Sequence[Sequence[str]]) -> None:
    """Write the values of each document of a segment."""
    flat = [value for row in values for value in row]
    keys = {value: key_of(field, value) for value in set(flat)}
    terms = sorted(set(keys.values()))
    ordinals = {key: ordinal for ordinal, key in enumerate(terms)}
    of_value = {value: ordinals[key] for value, key in keys.items()}
    numbers = np.fromiter(map(of_value.__getitem__, flat), np.int64, len(flat))
    counts = np.fromiter(map(len, values), np.int64, len(values))
    owners = np.repeat(np.arange(len(values)), counts)
    write_ordinals(file, field, terms, numbers, owners, len(values))


def write_ordinals(
    file: SegmentFileWriter,
    field: str,
    terms: Sequence[bytes],
    ordinals: Array,
    owners: Array,
    documents: int,
) -> None:
    """Write a field whose values are numbered: `ordinals` by document, and their documents."""
    write_dictionary(file, field, terms)
    file.add(f"{field}.of_counts", _short(np.bincount(owners, minlength=documents)))
    file.add(f"{field}.of", narrow(ordinals))
    file.add(f"{field}.counts", _short(np.bincount(ordinals, minlength=len(terms))))
    file.add(f"{field}.documents", owners[np.argsort(ordinals, kind="stable")].astype(np.uint16))


def _short(counts: Array) -> Array:
    """Counts as they are stored, none where all are one."""
    return narrow(counts[:0] if (counts == 1).all() else counts)


def _starts(counts: Array, of: Array) -> Array:
    """Where each run of `of` begins (int64), one entry more at the end; see `_short`."""
    if not len(counts):
        return np.arange(len(of) + 1)
    starts = np.zeros(len(counts) + 1, np.int64)
    counts.cumsum(out=starts[1:])
    return starts


class KeywordField:
    """Reads one field of whole values of one segment."""

    def __init__(self, file: SegmentFile, field: str) -> None:
        self._file = file
        self.name = field
        self.dictionary = Dictionary(file, field)

    @cached_property
    def of_starts(self) -> Array:
        """Per document where its ordinals begin in `of`, one entry more at the end."""
        return _starts(self._file.read(f"{self.name}.of_counts"), self.of)

    @cached_property
    def of(self) -> Array:
        """The ordinals of all documents, one after the other."""
        return self._file.read(f"{self.name}.of")

    @cached_property
    def starts(self) -> Array:
        """Per ordinal where its documents begin in `documents`, one entry more at the end."""
        return _starts(self._file.read(f"{self.name}.counts"), self.documents)

    @cached_property
    def documents(self) -> Array:
        """The documents of all ordinals, one after the other, uint16."""
        return self._file.read(f"{self.name}.documents")

    def range_of(self, value: str) -> tuple[int, int]:
        """The ordinals [first, last) of the values that equal `value` when folded."""
        if self.name == "id":
            ordinal = self.dictionary.find(_encode(value))
            return (ordinal, ordinal + 1) if ordinal >= 0 else (0, 0)
        return self.dictionary.with_prefix(folded_key(value))

    @cached_property
    def _one_each(self) -> bool:
        return len(self.of) == len(self.of_starts) - 1 and bool(
            (np.diff(self.of_starts) == 1).all()
        )

    @cached_property
    def _of_counts(self) -> Array:
        counts: Array = self.of_starts[1:] - self.of_starts[:-1]
        return counts

    def ordinals_of(self, documents: Array) -> Array:
        """The ordinals that documents (int64) have, one document's after the other's."""
        if self._one_each:
            return self.of.take(documents)
        ends = self.of_starts[1:].take(documents)
        counts = self._of_counts.take(documents)
        flat = (ends - counts.cumsum()).repeat(counts)
        flat += np.arange(len(flat))
        ordinals: Array = self.of.take(flat)
        return ordinals

    def documents_in(self, first: int, last: int) -> Array:
        """The documents that have one of the ordinals [first, last), ascending, each once."""
        low, high = int(self.starts[first]), int(self.starts[last])
        documents = self.documents[low:high]
        return documents if last - first <= 1 else np.unique(documents)

    def values_of(self, document: int) -> list[str]:
        """The values of one document."""
        low, high = self.of_starts[document], self.of_starts[document + 1]
        return [value_of(self.dictionary.term(int(ordinal))) for ordinal in self.of[low:high]]
