"""The codec: lets Whoosh's own readers and searchers answer from our segment files.

`whoosh.index.open_dir(index_dir)` finds a table of contents whose segments are
`ClipSegment`; each names `ClipCodec`, which opens the file. It reads only: articles are
added by `python -m indexer`. The names of these two classes and of this module are in
the tables of contents on disk and must stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo
from whoosh.util.numeric import byte_to_length

from search_index.engines.whoosh.bridge.array_matcher import ArrayMatcher
from search_index.engines.whoosh.bridge.fields import whoosh_schema
from search_index.engines.whoosh.read.expand import near
from search_index.engines.whoosh.store.keyword_fields import KEYWORDS
from search_index.engines.whoosh.store.segment import SegmentData

INDEX_NAME: Final = "MAIN"
EXTENSION: Final = ".clip"
_DAYS: Final = ("first_day", "last_day")


class ReadOnly(NotImplementedError):
    """Whoosh's own writers cannot write this index."""


def _refuse() -> NoReturn:
    raise ReadOnly("This index is written by `python -m indexer` only; Whoosh can read it.")


class ClipSegment(base.Segment):  # type: ignore[misc]
    """A segment in Whoosh's table of contents."""

    def __init__(self, segment_id: str, documents: int, deleted: Iterable[int]) -> None:
        super().__init__(INDEX_NAME)
        self.segid = segment_id
        self._documents = documents
        self._deleted = frozenset(deleted)

    def codec(self) -> ClipCodec:
        """What opens this segment."""
        return ClipCodec()

    def doc_count_all(self) -> int:
        """How many documents there are, deleted ones included."""
        return self._documents

    def deleted_count(self) -> int:
        """How many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        """The numbers of the deleted documents."""
        return self._deleted

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Not possible from here."""
        _refuse()

    def set_doc_count(self, doccount: int) -> None:
        """Not possible from here."""
        _refuse()


class ClipCodec(base.Codec):  # type: ignore[misc]
    """Opens the files of segments."""

    def per_document_reader(self, storage: Any, segment: ClipSegment) -> PerDocumentReader:
        """Reads lengths and stored fields."""
        return PerDocumentReader(_open(storage, segment), segment)

    def terms_reader(self, storage: Any, segment: ClipSegment) -> TermsReader:
        """Reads dictionaries and postings."""
        return TermsReader(_open(storage, segment))

    def automata(self, storage: Any, segment: ClipSegment) -> Automata:
        """Finds near words."""
        return Automata()

    def per_document_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Not possible from here."""
        _refuse()

    def field_writer(self, storage: Any, segment: Any) -> NoReturn:
        """Not possible from here."""
        _refuse()

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:
        """Not possible from here."""
        _refuse()


def _open(storage: Any, segment: ClipSegment) -> SegmentData:
    return SegmentData(Path(storage.folder) / segment.make_filename(EXTENSION))


class PerDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """What Whoosh asks about a document."""

    def __init__(self, data: SegmentData, segment: ClipSegment) -> None:
        self._data = data
        self._segment = segment

    def doc_count(self) -> int:
        """Living documents."""
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        """All documents."""
        return self._segment.doc_count_all()

    def has_deletions(self) -> bool:
        """Whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Whether this document is deleted."""
        return self._segment.is_deleted(docnum)

    def deleted_docs(self) -> frozenset[int]:
        """The deleted documents."""
        return self._segment.deleted_docs()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """The length of a text field, as the byte that is kept says."""
        if fieldname not in self._data.text:
            return default
        return int(byte_to_length(int(self._data.length_bytes(fieldname)[docnum])))

    def field_length(self, fieldname: str) -> int:
        """The length of a text field in all documents together."""
        return self._data.lengths.get(fieldname.removesuffix("_stem"), 0)

    def min_field_length(self, fieldname: str) -> int:
        """The smallest length of a text field."""
        return self._length(fieldname, np.min)

    def max_field_length(self, fieldname: str) -> int:
        """The greatest length of a text field."""
        return self._length(fieldname, np.max)

    def _length(self, fieldname: str, choose: Any) -> int:
        if fieldname not in self._data.text:
            return 0
        return int(byte_to_length(int(choose(self._data.length_bytes(fieldname)))))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """The article as fields of the schema."""
        article = self._data.stored.article(docnum)
        values: dict[str, Any] = {"title": article.title, "body": article.body}
        for name in KEYWORDS:
            found = self._data.keywords[name].values_of(docnum)
            if found:
                many = name in ("person", "organization", "place", "author", "speaker", "tag")
                values[name] = found if many else found[0]
        return values


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """What Whoosh asks about terms."""

    def __init__(self, data: SegmentData) -> None:
        self._data = data
        self._day_fields = {name: whoosh_schema()[name] for name in _DAYS}

    def indexed_field_names(self) -> list[str]:
        """All fields, in order."""
        return sorted((*self._data.text, *KEYWORDS, *_DAYS))

    def _terms_of(self, field: str) -> list[bytes]:
        data = self._data
        if field in data.text:
            terms = data.dictionary(field).terms()
            return [term for i, term in enumerate(terms) if data.text[field].count(i)]
        if field in data.keywords:
            keys = data.keywords[field].dictionary.terms()
            return list(dict.fromkeys(key.partition(b"\0")[0] for key in keys))
        if field in self._day_fields:
            days = np.unique(data.column(field))
            return [self._day_fields[field].to_bytes(int(day)) for day in days if day]
        return []

    def _documents(self, field: str, text: bytes) -> np.ndarray[Any, np.dtype[Any]]:
        data = self._data
        if field in data.keywords:
            value = text.decode("utf-8", "surrogatepass")
            return data.keywords[field].documents_in(*data.keywords[field].range_of(value))
        if field in self._day_fields:
            day = self._day_fields[field].from_bytes(text)
            return np.flatnonzero(data.column(field) == day)
        return np.empty(0, np.int64)

    def _ordinal(self, field: str, text: bytes) -> int:
        ordinal = self._data.dictionary(field).find(text)
        return ordinal if ordinal >= 0 and self._data.text[field].count(ordinal) else -1

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        if field in self._data.text:
            return self._ordinal(field, text) >= 0
        return len(self._documents(field, text)) > 0

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """A cursor over the terms of one field."""
        return Cursor(self, fieldname, self._terms_of(fieldname), fieldobj)

    def near(self, field: str, text: str, edits: int, prefix: int) -> list[str]:
        """The terms near a word."""
        dictionary = self._data.dictionary(field)
        ordinals = near(dictionary, text, edits, prefix)
        return [
            dictionary.term(ordinal).decode()
            for ordinal in ordinals
            if self._data.text[field].count(ordinal)
        ]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms of all fields."""
        for field in self.indexed_field_names():
            for text in self._terms_of(field):
                yield field, text

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from this one on."""
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """All terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """The terms from this one on with their statistics."""
        return ((t, self.term_info(*t)) for t in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term. Raises KeyError where it is not there."""
        if fieldname in self._data.text:
            ordinal = self._ordinal(fieldname, text)
            if ordinal < 0:
                raise KeyError((fieldname, text))
            postings, first, last = self._data.text[fieldname].span(ordinal)
            documents = postings.documents(first, last)
            weights = postings.frequencies(first, last)
            lengths = self._data.length_bytes(fieldname).take(documents)
            shortest, longest = lengths.min(), lengths.max()
        else:
            documents = self._documents(fieldname, text)
            if not len(documents):
                raise KeyError((fieldname, text))
            weights = np.ones(len(documents), np.uint32)
            shortest = longest = 1
        return TermInfo(
            weight=float(weights.sum()),
            df=len(documents),
            minlength=int(byte_to_length(int(shortest))),
            maxlength=int(byte_to_length(int(longest))),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> ArrayMatcher:
        """Walks the postings of a term. Raises KeyError where it is not there."""
        info = self.term_info(fieldname, text)
        term = (fieldname, text)
        if fieldname not in self._data.text:
            documents = self._documents(fieldname, text)
            weights = np.ones(len(documents), np.uint32)
            return ArrayMatcher(term, documents, weights, info, format_, scorer)
        ordinal = self._ordinal(fieldname, text)
        postings, first, last = self._data.text[fieldname].span(ordinal)
        positions = None
        if not fieldname.endswith("_stem"):
            positions = postings.positions(first, last)
        return ArrayMatcher(
            term,
            postings.documents(first, last),
            postings.frequencies(first, last),
            info,
            format_,
            scorer,
            positions,
        )


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """Moves over the terms of one field."""

    def __init__(self, reader: TermsReader, field: str, terms: list[bytes], fieldobj: Any) -> None:
        self.reader = reader
        self.field = field
        self._terms = terms
        self._fieldobj = fieldobj
        self._at = 0

    def first(self) -> Any:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first term that is not smaller."""
        wanted = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._at = int(np.searchsorted(np.array(self._terms, object), wanted))
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._at += 1
        return self.text()

    def text(self) -> Any:
        """The term as text, None after the last."""
        return self._fieldobj.from_bytes(self._terms[self._at]) if self.is_valid() else None

    term = text

    def term_info(self) -> TermInfo:
        """The statistics of the term."""
        return self.reader.term_info(self.field, self._terms[self._at])

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < len(self._terms)


class Automata(base.Automata):  # type: ignore[misc]
    """Finds near words with the same measure as our own executor."""

    def terms_within(
        self, fieldcur: Cursor, uterm: str, maxdist: int, prefix: int = 0
    ) -> list[str]:
        """The terms at most `maxdist` edits away."""
        return fieldcur.reader.near(fieldcur.field, uterm, maxdist, prefix)
