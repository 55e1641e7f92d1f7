"""Articles as lines of one JSON file for each state of the index."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from search_index.engines.base import Searcher
from search_index.engines.changes import AllOrNothing
from search_index.engines.copying import copy_state
from search_index.engines.files import write_atomically
from search_index.engines.lock import WriteLock
from search_index.engines.reference.matches import PlainMatches
from search_index.engines.reference.reader import ANALYSIS_VERSION, PlainReader
from search_index.errors import IndexMissing, IndexUnusable, SnapshotGone
from search_index.manifest import FILE_NAME, Manifest, read_manifest
from search_index.model.article import Article
from search_index.schema import SCHEMA_VERSION
from search_index.search.service import SearchService


class PlainWriter(AllOrNothing):
    """Collects changes and writes the whole archive again."""

    def __init__(self, engine: PlainEngine, *, full: bool) -> None:
        self._engine = engine
        engine.folder.mkdir(parents=True, exist_ok=True)
        self._lock = WriteLock(engine.folder)
        self._articles: dict[str, Article] = {}
        self._old: Manifest | None = None
        try:
            reader = engine.reader()
        except IndexMissing:
            return
        except IndexUnusable:
            if not full:
                self._lock.release()
                raise
            return
        self._old = reader.manifest
        if not full:
            self._articles = reader.articles

    def add(self, article: Article) -> None:
        """Add an article, replacing the one with the same id."""
        self._articles.pop(article.id, None)
        self._articles[article.id] = article

    def delete_page(self, page: str) -> None:
        """Remove every article of a page."""
        self._articles = {i: a for i, a in self._articles.items() if a.source.page != page}

    def delete(self, article_id: str) -> None:
        """Remove one article, if it is there."""
        self._articles.pop(article_id, None)

    def _release(self) -> None:
        self._lock.release()

    def _abandon(self) -> None:
        """Nothing was written yet."""

    def _commit(self) -> None:
        folder = self._engine.folder
        generation = self._old.generation + 1 if self._old else 1
        name = f"articles-{generation}.jsonl"
        lines = (
            json.dumps(a.to_json(), ensure_ascii=False) + "\n" for a in self._articles.values()
        )
        write_atomically(folder / name, "".join(lines).encode("utf-8", "replace"))
        files: dict[str, Any] = {"articles": name}
        manifest = Manifest(
            engine="plain",
            generation=generation,
            schema_version=SCHEMA_VERSION,
            analysis_version=ANALYSIS_VERSION,
            articles=len(self._articles),
            pages=len({article.source.page for article in self._articles.values()}),
            built=datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds"),
            files=files,
            sentences=self._old.sentences if self._old else {},
        ).with_sentences(self._sentences)
        write_atomically(folder / FILE_NAME, manifest.to_bytes())
        for path in folder.glob("articles-*.jsonl"):
            if path.name != name:
                path.unlink()


class PlainEngine:
    """The index in one folder."""

    name = "plain"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _manifest(self) -> Manifest:
        return read_manifest(self.folder, engine=self.name, analysis_version=ANALYSIS_VERSION)

    def reader(self) -> PlainReader:
        """The newest complete snapshot, read. Raises as `searcher`."""
        return PlainReader(self.folder, self._manifest())

    def prepare(self) -> None:
        """Nothing to do: all is imported."""

    def searcher(self, snapshot: str | None = None) -> SearchService[PlainMatches]:
        """The newest complete snapshot; no other is kept."""
        reader = self.reader()
        if snapshot is not None and snapshot != reader.snapshot:
            raise SnapshotGone(f"Snapshot {snapshot} is no longer kept.")
        return SearchService(reader)

    def is_current(self, searcher: Searcher) -> bool:
        """Whether `searcher` still is the newest snapshot."""
        return self._manifest().name == searcher.snapshot

    def committed(self) -> str:
        """The name of the newest snapshot. Raises as `searcher`."""
        return self.reader().snapshot

    def writer(self, *, full: bool = False, jobs: int = 0) -> PlainWriter:
        """A writer; with `full` the new articles replace all old ones. One process suffices."""
        return PlainWriter(self, full=full)

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of everything in the index."""
        try:
            articles = self.reader().articles
        except IndexMissing:
            return
        for article_id, article in articles.items():
            yield article_id, article.source.page

    def copy_to(self, folder: Path) -> str:
        """Copy the newest complete snapshot into an empty folder and give its name."""
        return copy_state(
            self.folder, folder, read=self._manifest, named=lambda m: [str(m.files["articles"])]
        )

    def verify(self) -> list[str]:
        """What is wrong with the files of the index."""
        try:
            self.reader()
        except IndexUnusable as error:
            return [str(error)]
        return []
