"""Merging segments by concatenating their arrays, and when to do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import zstandard

from search_index.engines.whoosh.store import stored
from search_index.engines.whoosh.store.keyword_fields import KEYWORDS, write_ordinals
from search_index.engines.whoosh.store.segment import SegmentData
from search_index.engines.whoosh.store.segment_file import Array, SegmentFileWriter
from search_index.engines.whoosh.store.sketches import Sketches
from search_index.engines.whoosh.store.term_dictionary import write_dictionary
from search_index.engines.whoosh.store.written_forms import merged, write_forms
from search_index.engines.whoosh.write.merge_postings import (
    MergingSegment,
    merge_exact,
    merge_stems,
)
from search_index.schema import TEXT_FIELDS

MAX_DOCUMENTS: Final = 1 << 16
"""Document numbers have 16 bits."""
_MAX_BYTES: Final = 1 << 31
_SMALLEST_LEVEL: Final = 256
_FACTOR: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A segment that could be merged: how many living and all documents, how many bytes."""

    name: str
    living: int
    documents: int
    size: int


def choose(
    candidates: Sequence[Candidate], *, pack: bool = False, whole: bool = False
) -> list[str]:
    """The segments to merge into one next, none where it is not worth it.

    With `pack` (an archive that is just being built) into as few as there can be; with `whole`
    only where one more would be too much. Else:

    Segments of about one size are merged four at a time, so every article is copied a
    number of times that grows with the logarithm of the archive only. A segment of which
    more than a third is deleted is written again.
    """
    if pack:
        small = [c for c in candidates if c.living * 2 < MAX_DOCUMENTS]
        group = _fitting(small)
        if len(group) < 2 or (whole and len(group) == len(small)):
            return []
        return [candidate.name for candidate in group]
    levels: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        levels.setdefault(_level(candidate.living), []).append(candidate)
    for level in sorted(levels):
        group = _fitting(levels[level])
        if len(group) >= (_FACTOR if level else 2):
            return [candidate.name for candidate in group]
        total = sum(candidate.living for candidate in group)
        if len(group) > 1 and total * 4 >= MAX_DOCUMENTS * 3:
            return [candidate.name for candidate in group]
    for candidate in candidates:
        if candidate.living * 3 < candidate.documents * 2:
            return [candidate.name]
    return []


def _level(living: int) -> int:
    level, bound = 0, _SMALLEST_LEVEL
    while living >= bound:
        level, bound = level + 1, bound * _FACTOR
    return level


def _fitting(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The smallest of them, as many as may become one segment."""
    group: list[Candidate] = []
    documents = size = 0
    for candidate in sorted(candidates, key=lambda c: c.living):
        documents += candidate.living
        size += candidate.size
        if documents > MAX_DOCUMENTS or size > _MAX_BYTES:
            break
        group.append(candidate)
    return group


def merge(path: Path, segments: Sequence[tuple[SegmentData, Array | None]]) -> None:
    """Write one segment with the living documents of several, in their order.

    Each segment comes with the bools of its living documents, None where all live.
    """
    merging: list[MergingSegment] = []
    base = 0
    for data, live in segments:
        keep = np.ones(data.documents, bool) if live is None else live
        merging.append(MergingSegment(data=data, keep=keep, base=base, all_live=bool(keep.all())))
        base += int(keep.sum())
    file = SegmentFileWriter(path)
    try:
        words = merge_exact(file, merging)
        stems = merge_stems(file, merging, words)
        write_dictionary(file, "words", words.terms)
        write_dictionary(file, "stems", stems.terms)
        stems.forms.write(file)
        written = merged((segment.data.written for segment in merging), frozenset(words.terms))
        write_forms(file, written)
        for name in TEXT_FIELDS:
            _column(file, f"{name}.lengths", [(p.data.length_bytes(name), p) for p in merging])
        for name in KEYWORDS:
            _merge_keywords(file, name, merging, base)
        for name in ("first_day", "last_day", "id_key", "page_key", "story_key"):
            _column(file, name, [(segment.data.column(name), segment) for segment in merging])
        sketches = [(Sketches.read(segment.data.file), segment.keep) for segment in merging]
        Sketches.merged(sketches).write(file)
        for name in ("duplicates", "unsure"):
            _listed(file, name, [(segment.data.listed(name), segment) for segment in merging])
        _merge_stored(file, merging)
        file.close({"documents": base, "lengths": words.lengths})
    except BaseException:
        file.abandon()
        raise


def _listed(
    file: SegmentFileWriter, name: str, lists: Sequence[tuple[Array, MergingSegment]]
) -> None:
    """Write documents of several segments as those of the merged segment."""
    kept = [segment.numbers.take(some.compress(segment.keep.take(some))) for some, segment in lists]
    file.add(name, np.concatenate(kept).astype(np.uint16))


def _column(
    file: SegmentFileWriter, name: str, columns: Sequence[tuple[Array, MergingSegment]]
) -> None:
    file.add(name, np.concatenate([values.compress(segment.keep) for values, segment in columns]))


def _merge_keywords(
    file: SegmentFileWriter, name: str, segments: Sequence[MergingSegment], documents: int
) -> None:
    fields = [segment.data.keywords[name] for segment in segments]
    lists = [field.dictionary.terms() for field in fields]
    keys = sorted(set().union(*lists))
    places = {key: place for place, key in enumerate(keys)}
    ordinals, owners = [], []
    for segment, field, terms in zip(segments, fields, lists, strict=True):
        numbers = np.array([places[key] for key in terms], np.int64)
        owner = np.repeat(np.arange(segment.data.documents), np.diff(field.of_starts))
        kept = np.flatnonzero(segment.keep.take(owner))
        ordinals.append(numbers.take(field.of.take(kept)))
        owners.append(segment.numbers.take(owner.take(kept)))
    flat = np.concatenate(ordinals)
    used = np.zeros(len(keys), bool)
    used[flat] = True
    flat = (np.cumsum(used) - 1).take(flat)
    kept_keys = [keys[place] for place in np.flatnonzero(used)]
    write_ordinals(file, name, kept_keys, flat, np.concatenate(owners), documents)


def _merge_stored(file: SegmentFileWriter, segments: Sequence[MergingSegment]) -> None:
    dictionaries: dict[int, bytes] = {}
    lengths: list[Array] = []
    for segment in segments:
        for data in segment.data.stored.dictionaries():
            dictionaries[zstandard.ZstdCompressionDict(data).dict_id()] = data
        starts = segment.data.file.read("stored.starts").astype(np.int64)
        lengths.append(np.diff(starts).compress(segment.keep))
    used = list(dictionaries.values())
    stored.write_stored(file, _living_frames(segments), np.concatenate(lengths).tolist(), used)


def _living_frames(segments: Sequence[MergingSegment]) -> Iterator[Array]:
    for segment in segments:
        starts = segment.data.file.read("stored.starts")
        edges = np.flatnonzero(np.diff(segment.keep.astype(np.int8), prepend=0, append=0))
        for first, last in edges.reshape(-1, 2).tolist():
            yield segment.data.file.read("stored.frames", int(starts[first]), int(starts[last]))
