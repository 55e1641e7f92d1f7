"""The writer: batches become segments, old articles become deletions, a commit shows both."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from search_index.engines.changes import AllOrNothing
from search_index.engines.lock import WriteLock
from search_index.engines.whoosh.store import stored
from search_index.engines.whoosh.store.file_names import ENGINE
from search_index.engines.whoosh.store.keyword_fields import key_of
from search_index.engines.whoosh.store.segment import SegmentData
from search_index.engines.whoosh.store.segment_file import Array
from search_index.engines.whoosh.store.snapshot import SegmentEntry, Snapshot, write_deletions
from search_index.engines.whoosh.write.batch import Batch
from search_index.engines.whoosh.write.batch_file import ClosedBatch
from search_index.engines.whoosh.write.beside import Beside
from search_index.engines.whoosh.write.commit import (
    commit,
    deletions_name,
    last_generation,
    new_segment_name,
    segment_path,
    sweep,
)
from search_index.engines.whoosh.write.lanes import FEW_ARTICLES, Lanes
from search_index.engines.whoosh.write.merge import Candidate, choose, merge
from search_index.errors import IndexDamaged, IndexMissing, IndexUnusable
from search_index.manifest import REBUILD, Manifest, read_manifest
from search_index.model.article import Article
from search_index.model.sentences import LongSentences
from search_index.text import analysis

log = logging.getLogger("clippings")


@dataclass(slots=True)
class _Member:
    """A segment of the state to come: `live` are its living documents (bools)."""

    entry: SegmentEntry
    data: SegmentData
    live: Array
    changed: bool = False

    def delete(self, documents: Array) -> None:
        if self.live.take(documents).any():
            self.live[documents] = False
            self.changed = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """A batch on its way into a segment; see `ClosedBatch` for `ids` and `deleted`."""

    task: Beside
    ids: frozenset[str]
    deleted: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merging:
    """Members on their way into one segment, with those of their documents that lived then."""

    task: Beside
    members: list[_Member]
    kept: list[Array]


class WhooshWriter(AllOrNothing):
    """See `search_index.engines.base.Writer`."""

    def __init__(self, folder: Path, *, full: bool, jobs: int = 0) -> None:
        """Raises IndexLocked; without `full` also IndexDamaged and IndexOutdated.

        A large archive is written by `jobs` processes, this one among them (0: one per core).
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = WriteLock(folder)
        try:
            self._manifest = self._read_manifest(full=full)
            sweep(folder, self._manifest)
            self._generation = max(
                last_generation(folder), self._manifest.generation if self._manifest else 0
            )
            self._members: list[_Member] = []
            if self._manifest is not None and not full:
                for segment in Snapshot(folder, self._manifest).segments:
                    live = segment.live
                    live = np.ones(segment.documents, bool) if live is None else live.copy()
                    self._members.append(_Member(segment.entry, segment.data, live))
        except FileNotFoundError as error:
            self._lock.release()
            raise _missing(error) from error
        except BaseException:
            self._lock.release()
            raise
        self._full = full
        self._batch = Batch()
        self._added = 0
        self._lanes = Lanes(jobs)
        self._writing: deque[_Writing] = deque()
        """What is being written, in the order in which its articles came."""
        self._merging: _Merging | None = None
        self._trained = b""
        self._has_room = True

    def _read_manifest(self, *, full: bool) -> Manifest | None:
        try:
            return read_manifest(self._folder, engine=ENGINE, analysis_version=analysis.VERSION)
        except IndexMissing:
            return None
        except IndexUnusable:
            if not full:
                raise
            return None

    def add(self, article: Article) -> None:
        """Add an article, replacing the one with the same id."""
        self._batch.add(article)
        self._added += 1
        if self._batch.full:
            self._flush()

    def delete(self, article_id: str) -> None:
        """Remove one article, if it is there."""
        self._batch.delete(article_id)
        self._settle()
        for member in self._members:
            member.delete(member.data.document_of(article_id).astype(np.int64))

    def delete_page(self, page: str) -> None:
        """Remove every article of a page."""
        self._batch.delete_page(page)
        self._settle()
        for member in self._members:
            field = member.data.keywords["source"]
            ordinal = field.dictionary.find(key_of("source", page))
            if ordinal >= 0:
                member.delete(field.documents_in(ordinal, ordinal + 1).astype(np.int64))

    def _commit(self) -> None:
        self._flush(wait=True)
        if self._packs:
            self._merge_if_possible(pack=True)
            self._show()
        else:
            self._show()
            self._merge_if_possible()

    def _abandon(self) -> None:
        for writing in self._writing:
            writing.task.wait()
        if self._merging is not None:
            self._merging.task.wait()
        # A commit that failed may have come as far as its manifest.
        sweep(self._folder, self._read_manifest(full=self._full))

    def _release(self) -> None:
        self._lanes.close()
        self._lock.release()

    def _flush(self, *, wait: bool = False) -> None:
        """Write the batch as a segment, beside this thread; with `wait` wait for all segments."""
        if len(self._batch):
            if self._added >= FEW_ARTICLES and not wait:
                self._lanes.open_another()
            write = self._lanes.take()
            self._settle(wait=False)
            if self._packs:
                self._merge_beside()
            closed = self._batch.close()
            dictionary = self._compression(closed)
            name = new_segment_name()
            path = segment_path(self._folder, name)
            task = Beside(name, lambda: write(closed, path, dictionary))
            if not wait or self._writing:
                task.start()
            self._writing.append(_Writing(task=task, ids=closed.ids, deleted=closed.deleted))
        if wait:
            self._settle()

    def _settle(self, *, wait: bool = True) -> None:
        """Take in the segments that are written, in their order; with `wait` wait for all."""
        while self._writing and (wait or self._writing[0].task.has_ended):
            self._take_in(self._writing.popleft())

    def _take_in(self, writing: _Writing) -> None:
        """Make a written segment a member; what it replaces is deleted."""
        task = writing.task
        task.finish()
        data = SegmentData(segment_path(self._folder, task.segment))
        entry = SegmentEntry(name=task.segment, documents=data.documents)
        keys = data.column("id_key")
        for member in self._members:
            again = np.flatnonzero(np.isin(member.data.column("id_key"), keys))
            for document in again.compress(member.live.take(again)).tolist():
                if member.data.keywords["id"].values_of(document)[0] in writing.ids:
                    member.delete(np.array([document]))
        live = np.ones(data.documents, bool)
        live[writing.deleted] = False
        self._members.append(_Member(entry, data, live, changed=not live.all()))

    def _compression(self, closed: ClosedBatch) -> bytes:
        """The compression dictionary in use, else one that is trained on a batch.

        Empty where the batch is too small for that.
        """
        for member in sorted(self._members, key=lambda m: -m.data.documents):
            for dictionary in member.data.stored.dictionaries():
                return dictionary
        # Of a batch that is on its way, if there is one.
        self._trained = self._trained or stored.train(closed.records)
        return self._trained

    def _show(self) -> None:
        """Make the state that the members are the newest one."""
        self._members, before = [m for m in self._members if m.live.any()], self._members
        old = self._manifest.files["segments"] if self._manifest else None
        changed = len(self._members) != len(before) or any(m.changed for m in self._members)
        named = [member.entry.name for member in self._members]
        same = old is not None and not changed and named == [entry["name"] for entry in old]
        kept = self._manifest.long_sentences if self._manifest else LongSentences()
        sentences = kept if self._sentences is None else self._sentences
        if same and sentences == kept:
            return
        self._generation += 1
        for member in self._members:
            if member.changed:
                name = deletions_name(member.entry.name, self._generation)
                write_deletions(self._folder / name, ~member.live)
                member.entry = SegmentEntry(
                    name=member.entry.name,
                    documents=member.entry.documents,
                    deleted=int((~member.live).sum()),
                    deletions=name,
                )
                member.changed = False
        entries: list[tuple[SegmentEntry, Sequence[int]]] = [
            (member.entry, np.flatnonzero(~member.live).tolist()) for member in self._members
        ]
        self._manifest = commit(
            self._folder,
            self._generation,
            entries,
            pages=_count_pages(self._members),
            sentences=sentences,
        )
        sweep(self._folder, self._manifest, keep_replaced=not self._full)

    @property
    def _packs(self) -> bool:
        """Whether nobody reads what is written before all of it is there."""
        return self._full or self._manifest is None

    def _merge_beside(self) -> None:
        """Merge segments that make a whole one, while others are being written."""
        if self._merging is not None and self._merging.task.is_alive():
            return
        try:
            self._finish_merging()
        except OSError as error:
            self._has_room = False
            self._give_up_merging(error)
        names = choose(self._candidates(), pack=True, whole=True) if self._has_room else []
        if names:
            self._merging = self._merge(names)
            self._merging.task.start()

    def _merge_if_possible(self, *, pack: bool = False) -> None:
        """Merge segments; with `pack` (nothing is committed yet) into as few as there can be."""
        try:
            self._finish_merging()
            while names := choose(self._candidates(), pack=pack):
                self._merging = self._merge(names)
                self._finish_merging()
                if not pack:
                    self._show()
        except OSError as error:
            self._give_up_merging(error)

    def _give_up_merging(self, error: OSError) -> None:
        """A disk that is too full to merge takes nothing from what was written."""
        log.warning("Segments in %s were not merged: %s", self._folder, error)
        if not self._packs:
            sweep(self._folder, self._manifest)

    def _candidates(self) -> list[Candidate]:
        return [
            Candidate(
                name=member.entry.name,
                living=int(member.live.sum()),
                documents=member.entry.documents,
                size=member.data.file.size,
            )
            for member in self._members
        ]

    def _merge(self, names: Sequence[str]) -> _Merging:
        chosen = [member for member in self._members if member.entry.name in names]
        kept = [member.live.copy() for member in chosen]
        parts = [(member.data, live) for member, live in zip(chosen, kept, strict=True)]
        name = new_segment_name()
        path = segment_path(self._folder, name)
        return _Merging(task=Beside(name, lambda: merge(path, parts)), members=chosen, kept=kept)

    def _finish_merging(self) -> None:
        """Put the merged segment, if there is one, in the place of what it was merged from."""
        if self._merging is None:
            return
        merging, self._merging = self._merging, None
        merging.task.finish()
        data = SegmentData(segment_path(self._folder, merging.task.segment))
        entry = SegmentEntry(name=merging.task.segment, documents=data.documents)
        live = np.concatenate(
            [m.live.compress(kept) for m, kept in zip(merging.members, merging.kept, strict=True)]
        )
        place = self._members.index(merging.members[0])
        self._members[place] = _Member(entry, data, live, changed=not live.all())
        self._members = [member for member in self._members if member not in merging.members]
        if self._packs:
            for member in merging.members:
                segment_path(self._folder, member.entry.name).unlink()


def _count_pages(members: Sequence[_Member]) -> int:
    keys = [member.data.column("page_key").compress(member.live) for member in members]
    return len(np.unique(np.concatenate(keys))) if keys else 0


def _missing(error: FileNotFoundError) -> IndexUnusable:
    return IndexDamaged(f"{error.filename} is gone, but the index needs it. {REBUILD}")
