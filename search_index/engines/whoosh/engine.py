"""The Whoosh engine: one index in one folder."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from search_index import analysis
from search_index.engines.base import Searcher
from search_index.engines.whoosh.commit import ENGINE, named_files, replaced_name
from search_index.engines.whoosh.searcher import WhooshSearcher
from search_index.engines.whoosh.segment_file import SegmentFile
from search_index.engines.whoosh.snapshot import Snapshot
from search_index.engines.whoosh.writer import WhooshWriter
from search_index.errors import IndexDamaged, IndexMissing, IndexUnusable, SnapshotGone
from search_index.manifest import FILE_NAME, Manifest, read_manifest

_ATTEMPTS = 20


class WhooshEngine:
    """See `search_index.engines.base.Engine`."""

    name = ENGINE

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _manifest(self) -> Manifest:
        return read_manifest(self.folder, engine=ENGINE, analysis_version=analysis.VERSION)

    def searcher(self, snapshot: str | None = None) -> WhooshSearcher:
        """The newest complete snapshot, or the one of that name while its files are kept.

        Raises IndexMissing, IndexOutdated, IndexDamaged; SnapshotGone for a named one.
        """
        if snapshot is not None and snapshot != self._manifest().name:
            return self._replaced(snapshot)
        for _ in range(_ATTEMPTS):
            seen = _signature(self.folder / FILE_NAME)
            manifest = self._manifest()
            try:
                return WhooshSearcher(self.folder, Snapshot(self.folder, manifest), seen)
            except FileNotFoundError as error:
                missing = error.filename
            if self._manifest().generation == manifest.generation:
                break
        raise IndexDamaged(
            f"{missing} is gone, but the index needs it. "
            "Rebuild the index with `python -m indexer --full`."
        )

    def _replaced(self, snapshot: str) -> WhooshSearcher:
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
            return WhooshSearcher(self.folder, Snapshot(self.folder, manifest), (0, 0, 0))
        except (IndexUnusable, FileNotFoundError):
            raise gone from None

    def is_current(self, searcher: Searcher) -> bool:
        """Whether `searcher` still is the newest snapshot and its files are untouched."""
        return isinstance(searcher, WhooshSearcher) and searcher.is_untouched()

    def writer(self, *, full: bool = False) -> WhooshWriter:
        """A writer; with `full` the new articles replace all old ones. Raises IndexLocked."""
        return WhooshWriter(self.folder, full=full)

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of everything in the index, nothing where there is no index."""
        try:
            searcher = self.searcher()
        except IndexMissing:
            return
        yield from searcher.article_ids()

    def verify(self) -> list[str]:
        """What is wrong with the files of the index, each naming its file; empty when sound.

        Reads every byte.
        """
        try:
            manifest = self._manifest()
        except IndexUnusable as error:
            return [str(error)]
        wrong = []
        for name in sorted(named_files(manifest)):
            path = self.folder / name
            try:
                if path.suffix == ".toc":
                    self._check_toc(path, manifest)
                else:
                    SegmentFile(path).check()
            except FileNotFoundError:
                wrong.append(f"{path} is gone, but the index needs it.")
            except IndexDamaged as error:
                wrong.append(str(error))
        return wrong

    def _check_toc(self, path: Path, manifest: Manifest) -> None:
        if zlib.crc32(path.read_bytes()) != manifest.files["toc_crc32"]:
            raise IndexDamaged(f"{path} is damaged: it is not as it was written.")


def _signature(path: Path) -> tuple[int, int, int]:
    """What changes when a file is replaced or written to."""
    try:
        state = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (state.st_ino, state.st_size, state.st_mtime_ns)
