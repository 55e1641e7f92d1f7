"""Writing a batch of articles as a segment file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search_index.engines.whoosh.store import stored
from search_index.engines.whoosh.store.keyword_fields import write_keywords
from search_index.engines.whoosh.store.postings import LONG, PostingArrays, codes_of, length_bytes
from search_index.engines.whoosh.store.segment_file import Array, SegmentFileWriter
from search_index.engines.whoosh.store.term_dictionary import write_dictionary
from search_index.engines.whoosh.store.written_forms import write_forms
from search_index.engines.whoosh.write.invert import (
    Inverted,
    InvertedField,
    Tokens,
    count_written,
    invert,
)
from search_index.engines.whoosh.write.sketching import sketches
from search_index.engines.whoosh.write.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedBatch:
    """Articles that will become a segment, document by document.

    `ids` are those of the articles that are in (not deleted again), `deleted` the documents
    that are not (int64). `records` are the articles to store, `columns` the sections of
    numbers, `keywords` the values of each document; `texts` are its fields in UTF-8, which
    `vocabulary` numbers. It serves one batch after the other, never two at once.
    """

    ids: frozenset[str]
    deleted: Array
    records: Sequence[bytes]
    vocabulary: Vocabulary
    texts: Mapping[str, Sequence[bytes]]
    languages: Sequence[str]
    keywords: Mapping[str, Sequence[tuple[str, ...]]]
    columns: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.records)

    def write(self, path: Path, dictionary: bytes) -> None:
        """Write the segment file.

        `dictionary` compresses the articles, if it is not empty. May run in a thread of its own.
        """
        file = SegmentFileWriter(path)
        try:
            tokens = self._tokens()
            used = np.zeros(len(self.vocabulary), bool)
            for each in tokens.values():
                used[each.chunks] = True
            lookup = self.vocabulary.lookup(np.flatnonzero(used))
            write_dictionary(file, "words", lookup.words)
            write_dictionary(file, "stems", lookup.stems)
            lookup.forms.write(file)
            write_forms(file, count_written(lookup, tokens.values()))
            lengths = {}
            stemmed: list[Inverted] = []
            for name, each in tokens.items():
                inverted = invert(lookup, each)
                _write_field(file, name, inverted)
                lengths[name] = int(inverted.lengths.sum())
                stemmed.append(inverted.stemmed)
            sketches(lookup.stems, stemmed, len(self)).write(file)
            for name, values in self.keywords.items():
                write_keywords(file, name, values)
            for name, column in self.columns.items():
                file.add(name, column)
            self._write_records(file, dictionary)
            file.close({"documents": len(self), "lengths": lengths})
        except BaseException:
            file.abandon()
            raise

    def _tokens(self) -> dict[str, Tokens]:
        tokens = {}
        for name, texts in self.texts.items():
            chunks, ends = self.vocabulary.numbers(texts, self.languages)
            tokens[name] = Tokens(chunks=chunks, ends=ends)
        return tokens

    def _write_records(self, file: SegmentFileWriter, dictionary: bytes) -> None:
        compress = stored.Compressor(dictionary)
        frames = [compress(record) for record in self.records]
        used = [dictionary] if dictionary else []
        whole = np.frombuffer(b"".join(frames), np.uint8)
        stored.write_stored(file, (whole,), map(len, frames), used)


def _write_field(file: SegmentFileWriter, name: str, field: InvertedField) -> None:
    lengths = length_bytes(field.lengths)
    file.add(f"{name}.lengths", lengths)
    _arrays(field.exact, lengths).write(file, name)
    own = _without_shared(field.stemmed, field.shared)
    _arrays(own, lengths, field.shared).write(file, f"{name}_stem")


def _without_shared(stems: Inverted, shared: Array) -> Inverted:
    counts = np.diff(stems.starts)
    keep = np.repeat(shared < 0, counts)
    counts = np.where(shared < 0, counts, 0)
    return Inverted(
        starts=np.concatenate((np.zeros(1, np.int64), np.cumsum(counts))),
        documents=stems.documents.compress(keep),
        frequencies=stems.frequencies.compress(keep),
    )


def _arrays(field: Inverted, lengths: Array, shared: Array | None = None) -> PostingArrays:
    long_at = np.flatnonzero(field.frequencies >= LONG)
    return PostingArrays(
        starts=field.starts,
        documents=field.documents,
        codes=codes_of(field.frequencies, lengths.take(field.documents)),
        long_at=long_at,
        long_frequency=field.frequencies.take(long_at),
        frequencies=field.frequencies,
        positions=field.positions,
        shared=shared,
    )
