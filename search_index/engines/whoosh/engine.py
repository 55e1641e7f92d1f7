"""The Whoosh engine: one index in one folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from search_index.engines.base import Searcher
from search_index.engines.copying import copy_state
from search_index.engines.files import Signature, signature_of
from search_index.engines.whoosh.store.article_ids import article_ids
from search_index.engines.whoosh.store.file_names import ENGINE, named_files, replaced_name
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.engines.whoosh.store.verify import Verifier
from search_index.errors import IndexDamaged, IndexMissing, IndexUnusable, SnapshotGone
from search_index.manifest import FILE_NAME, REBUILD, Manifest, read_manifest
from search_index.text import analysis

if TYPE_CHECKING:
    from search_index.engines.whoosh.read.matches import WhooshMatches
    from search_index.engines.whoosh.write.writer import WhooshWriter
    from search_index.search.service import SearchService

_ATTEMPTS = 20


class WhooshEngine:
    """See `search_index.engines.base.Engine`."""

    name = ENGINE

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._verifier = Verifier(folder, self._manifest)

    def _manifest(self) -> Manifest:
        return read_manifest(self.folder, engine=ENGINE, analysis_version=analysis.VERSION)

    def prepare(self) -> None:
        """Import what answers questions, which a run that finds no change does not need."""
        from search_index.engines.whoosh import reading  # noqa: F401

    def searcher(self, snapshot: str | None = None) -> SearchService[WhooshMatches]:
        """The newest complete snapshot, or the one of that name while its files are kept.

        Raises IndexMissing, IndexOutdated, IndexDamaged; SnapshotGone for a named one.
        """
        from search_index.engines.whoosh import reading

        return reading.searcher(self.folder, *self._opened(snapshot))

    def _opened(self, snapshot: str | None = None) -> tuple[Snapshot, Signature]:
        """A snapshot, and what its manifest was when it was read."""
        if snapshot is not None and snapshot != self._manifest().name:
            return self._replaced(snapshot), (0, 0, 0)
        for _ in range(_ATTEMPTS):
            seen = signature_of(self.folder / FILE_NAME)
            manifest = self._manifest()
            try:
                return Snapshot(self.folder, manifest), seen
            except FileNotFoundError as error:
                missing = error.filename
            if self._manifest().generation == manifest.generation:
                break
        raise IndexDamaged(f"{missing} is gone, but the index needs it. {REBUILD}")

    def _replaced(self, snapshot: str) -> Snapshot:
        gone = SnapshotGone(f"Snapshot {snapshot} is no longer kept; search again.")
        generation = snapshot.partition("-")[0]
        if not generation.isdecimal():
            raise gone
        try:
            name = replaced_name(int(generation))
            manifest = read_manifest(
                self.folder, engine=ENGINE, analysis_version=analysis.VERSION, name=name
            )
            if manifest.name != snapshot:
                raise gone
            return Snapshot(self.folder, manifest)
        except (IndexUnusable, FileNotFoundError):
            raise gone from None

    def is_current(self, searcher: Searcher) -> bool:
        """Whether `searcher` still is the newest snapshot and its files are untouched."""
        from search_index.engines.whoosh import reading

        return reading.is_untouched(searcher)

    def committed(self) -> str:
        """The name of the newest snapshot. Raises as `searcher`."""
        return self._opened()[0].name

    def writer(self, *, full: bool = False, jobs: int = 0) -> WhooshWriter:
        """A writer; with `full` the new articles replace all old ones. Raises IndexLocked."""
        # Who only reads does not wait for what writes to be imported.
        from search_index.engines.whoosh.write.writer import WhooshWriter

        return WhooshWriter(self.folder, full=full, jobs=jobs)

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of everything in the index, nothing where there is no index."""
        try:
            snapshot, _ = self._opened()
        except IndexMissing:
            return
        yield from article_ids(snapshot)

    def copy_to(self, folder: Path) -> str:
        """Copy the newest complete snapshot into an empty folder and give its name."""
        return copy_state(self.folder, folder, read=self._manifest, named=named_files)

    def verify(self) -> list[str]:
        """What is wrong with the files of the index, each naming its file; empty when sound.

        Reads every byte, but none twice of a file that was found sound and is untouched.
        """
        return self._verifier.problems()
