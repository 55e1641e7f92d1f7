"""Articles as stored: one compressed JSON array each, readable on its own.

Small texts compress well only with a dictionary of what they have in common. It is
trained once, on the first large batch of an index, and each segment carries the ones its
articles were compressed with; a compressed article names its dictionary by number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from functools import cached_property, lru_cache
from typing import Any, Final

import numpy as np
import orjson
import zstandard

from search_index.engines.whoosh.store.segment_file import Array, SegmentFile, SegmentFileWriter
from search_index.model.article import Article, NameForm, Provenance, Source
from search_index.model.quote import Quote

_LEVEL: Final = 3
_DICTIONARY_BYTES: Final = 1 << 16
_SAMPLES: Final = range(256, 2048)
"""Fewer articles than these teach nothing, more take time only."""


def _to_json(row: object) -> bytes:
    try:
        # A copy: orjson leaves the room that it did not need at the end of its answer.
        return bytes(memoryview(orjson.dumps(row)))
    except TypeError:  # half a pair of surrogates is no UTF-8
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "surrogatepass")


def _from_json(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data.decode("utf-8", "surrogatepass"))


def encode(article: Article) -> bytes:
    """The article as JSON bytes; `decode` reads them back unchanged."""
    row = (
        article.id,
        (article.source.page, article.source.position, article.source.url),
        article.title,
        article.body,
        article.language,
        (article.date, article.date_precision, article.date_source, article.date_confidence),
        article.event_date,
        article.persons,
        article.organizations,
        article.places,
        [(f.kind, f.name, f.form, f.offsets) for f in article.forms],
        article.duplicate_of,
        article.removed,
        [(p.field, p.value, p.rule, p.words, p.start, p.end) for p in article.provenance],
        (article.outlet, article.authors, article.section),
        article.removed_reasons,
        [
            (q.start, q.end, q.kind, q.speaker, q.speaker_start, q.speaker_end, q.cue, q.person)
            for q in article.quotes
        ],
        article.removed_places,
        (article.tags, article.note),
        article.renamings,
    )
    return _to_json(row)


def _forms(rows: Iterable[Any]) -> tuple[NameForm, ...]:
    return tuple(
        NameForm(kind=kind, name=name, form=form, offsets=tuple((a, b) for a, b in offsets))
        for kind, name, form, offsets in rows
    )


def _provenance(rows: Iterable[Any]) -> tuple[Provenance, ...]:
    return tuple(
        Provenance(field=field, value=value, rule=rule, words=words, start=start, end=end)
        for field, value, rule, words, start, end in rows
    )


def _quotes(rows: Iterable[Any]) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            start=start,
            end=end,
            kind=kind,
            speaker=speaker,
            speaker_start=first,
            speaker_end=after,
            cue=cue,
            person=person,
        )
        for start, end, kind, speaker, first, after, cue, person in rows
    )


def _when_asked(name: str, make: Callable[[Iterable[Any]], tuple[Any, ...]]) -> Any:
    """A field of an article that is made of its rows, a list, when somebody asks for it."""
    slot = vars(Article)[name]

    def get(article: Article) -> Any:
        value = slot.__get__(article)
        if type(value) is list:
            value = make(value)
            slot.__set__(article, value)
        return value

    return property(get, slot.__set__)


class StoredArticle(Article):
    """An article as it was read. Most are hits, of which nobody asks where each value is from.

    A real article has forty forms of names and as many reasons: these are half of reading it.
    """

    __slots__ = ()

    forms = _when_asked("forms", _forms)
    provenance = _when_asked("provenance", _provenance)
    quotes = _when_asked("quotes", _quotes)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _FIELDS)

    __hash__ = Article.__hash__


_FIELDS: Final = tuple(field.name for field in fields(Article))
_forms_as_they_are: Final = vars(Article)["forms"].__get__
_provenance_as_it_is: Final = vars(Article)["provenance"].__get__


def parts_of(article: Article) -> int:
    """How many forms and reasons an article has, made or not."""
    return len(_forms_as_they_are(article)) + len(_provenance_as_it_is(article))


def decode(data: bytes) -> Article:
    """Read what `encode` wrote."""
    row = _from_json(data)
    page, position, url = row[1]
    date, precision, date_source, confidence = row[5]
    outlet, authors, section = row[14]
    tags, note = row[18]
    return StoredArticle(
        id=row[0],
        source=Source(page=page, position=position, url=url),
        title=row[2],
        body=row[3],
        language=row[4],
        date=date,
        date_precision=precision,
        date_source=date_source,
        date_confidence=confidence,
        event_date=row[6],
        outlet=outlet,
        authors=tuple(authors),
        section=section,
        persons=tuple(row[7]),
        organizations=tuple(row[8]),
        places=tuple(row[9]),
        forms=row[10],
        duplicate_of=row[11],
        removed=tuple(row[12]),
        removed_reasons=tuple(row[15]),
        removed_places=tuple(row[17]),
        tags=tuple(tags),
        note=note,
        renamings=tuple((old, new) for old, new in row[19]),
        provenance=row[13],
        quotes=row[16],
    )


def train(records: Sequence[bytes]) -> bytes:
    """A compression dictionary for records like these; empty where they are too few."""
    samples: list[Any] = list(records[: _SAMPLES.stop])
    if len(samples) < _SAMPLES.start:
        return b""
    try:
        return zstandard.train_dictionary(
            _DICTIONARY_BYTES, samples, k=256, d=8, notifications=0, threads=0
        ).as_bytes()
    except zstandard.ZstdError:
        return b""


class Compressor:
    """Compresses records with one dictionary, or with none where it is empty."""

    def __init__(self, dictionary: bytes = b"") -> None:
        trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self.dictionary = dictionary
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, dict_data=trained)

    def __call__(self, record: bytes) -> bytes:
        """The record as one compressed frame."""
        return self._compressor.compress(record)


def write_stored(
    file: SegmentFileWriter,
    frames: Iterable[Array],
    lengths: Iterable[int],
    dictionaries: Sequence[bytes],
) -> None:
    """Write compressed articles in the order of their document numbers.

    `frames` are their bytes (uint8) in pieces of any size, `lengths` those of each article.
    """
    starts = np.cumsum(np.fromiter((0, *lengths), np.int64))
    file.add("stored.starts", starts.astype(np.uint32 if starts[-1] < 1 << 32 else np.uint64))
    file.add_pieces("stored.frames", np.dtype(np.uint8), frames)
    file.add("stored.dictionary_bytes", np.array([len(d) for d in dictionaries], np.uint32))
    file.add_bytes("stored.dictionaries", b"".join(dictionaries))


class _Decompressors:
    """Decompresses what one dictionary was used for, or none where it is empty.

    A decompressor serves one thread at a time. Each that was ever needed at once is kept and
    lent out, rather than one for each thread and segment: with its dictionary it takes 0.3 MB.
    """

    def __init__(self, dictionary: bytes) -> None:
        self._trained = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self.number = self._trained.dict_id() if self._trained else 0
        self._idle: list[zstandard.ZstdDecompressor] = []

    def __call__(self, frame: bytes) -> bytes:
        """What was compressed. Raises ZstdError."""
        try:
            decompressor = self._idle.pop()
        except IndexError:
            decompressor = zstandard.ZstdDecompressor(dict_data=self._trained)
        try:
            return decompressor.decompress(frame)
        finally:
            self._idle.append(decompressor)


_decompressors = lru_cache(maxsize=8)(_Decompressors)


class StoredArticles:
    """Reads articles of one segment by document number. Safe for many threads."""

    def __init__(self, file: SegmentFile) -> None:
        self._file = file

    def dictionaries(self) -> list[bytes]:
        """The compression dictionaries that this segment carries."""
        lengths = self._file.read("stored.dictionary_bytes")
        ends = np.cumsum(lengths)
        return [
            self._file.read_bytes("stored.dictionaries", int(end) - int(length), int(end))
            for length, end in zip(lengths, ends, strict=True)
        ]

    def frame(self, document: int) -> bytes:
        """One article as it is stored."""
        first, last = self._file.read("stored.starts", document, document + 2).tolist()
        return self._file.fetch("stored.frames", first, last)

    def article(self, document: int) -> Article:
        """One article. Raises IndexDamaged where it cannot be read."""
        frame = self.frame(document)
        try:
            number = zstandard.get_frame_parameters(frame).dict_id
            return decode(self._by_number[number](frame))
        except (zstandard.ZstdError, ValueError, TypeError, LookupError) as error:
            raise self._file.damaged(f"article {document} cannot be read ({error})") from error

    @cached_property
    def _by_number(self) -> dict[int, _Decompressors]:
        known = map(_decompressors, (b"", *self.dictionaries()))
        return {each.number: each for each in known}
