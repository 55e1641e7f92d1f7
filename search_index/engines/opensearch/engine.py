"""One index on an OpenSearch cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from search_index.engines.base import Searcher
from search_index.engines.opensearch.bridge.connection import Address, Connection, Deadline
from search_index.engines.opensearch.bridge.retry import PatientConnection
from search_index.engines.opensearch.read.forms import Forms
from search_index.engines.opensearch.read.matches import OpenSearchMatches
from search_index.engines.opensearch.read.reader import OpenSearchReader
from search_index.engines.opensearch.read.view import open_view
from search_index.engines.opensearch.store.points_in_time import trouble
from search_index.engines.opensearch.store.state import ENGINE, IndexNames, read_part, read_state
from search_index.engines.opensearch.write.writer import OpenSearchWriter
from search_index.errors import (
    BackupImpossible,
    IndexMissing,
    IndexUnusable,
)
from search_index.search.service import SearchService
from search_index.settings import Settings

CHECK_S: Final = 1.0
"""So long a look whether there is a newer state may take."""


class OpenSearchEngine:
    """The index that the settings name; nothing is asked of the cluster yet."""

    name = ENGINE

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = IndexNames(settings.opensearch_index, settings.opensearch_part)
        self._forms = Forms()
        self._connection = Connection(
            Address.of(
                settings.opensearch_url,
                user=settings.opensearch_user,
                password=settings.opensearch_password,
                ca_file=settings.opensearch_ca,
            )
        )

    def prepare(self) -> None:
        """Nothing to do: all is imported."""

    def searcher(self, snapshot: str | None = None) -> SearchService[OpenSearchMatches]:
        """The newest complete snapshot, or the named one while its point in time is kept."""
        limit_s = self._settings.query_timeout_ms / 1000
        view = open_view(self._connection, self._names, snapshot, limit_s=limit_s)
        return SearchService(OpenSearchReader(view, self._forms))

    def is_current(self, searcher: Searcher) -> bool:
        """Whether `searcher` still is the newest snapshot."""
        state = read_state(self._connection, self._names, limit_s=CHECK_S, in_passing=True)
        return state.snapshot == searcher.snapshot

    def committed(self) -> str:
        """The name of the newest state of the part of the archive that `writer` writes."""
        part = read_part(self._connection, self._names)
        if why := trouble(self._connection, part.index):
            raise why
        return part.snapshot

    def writer(self, *, full: bool = False, jobs: int = 0) -> OpenSearchWriter:
        """A writer; with `full` the new articles replace all old ones. The cluster has the work."""
        return OpenSearchWriter(
            PatientConnection(self._connection.address),
            self._names,
            full=full,
            shards=self._settings.opensearch_shards,
            replicas=self._settings.opensearch_replicas,
        )

    def article_ids(self) -> Iterator[tuple[str, str]]:
        """(article id, page) of everything in the index."""
        try:
            view = open_view(self._connection, self._names, None, limit_s=60.0)
        except IndexMissing:
            return
        body = {
            "query": {"bool": {"filter": view.visible}},
            "sort": view.ties,
            "_source": False,
            "docvalue_fields": ["id", "page"],
        }
        for row in view.walk(body, Deadline(None), page=10_000):
            yield row["fields"]["id"][0], row["fields"]["page"][0]

    def copy_to(self, folder: Path) -> str:
        """Raises BackupImpossible: the cluster makes its own."""
        raise BackupImpossible(
            f"The index {self._settings.opensearch_index} is kept by the OpenSearch cluster. "
            "Back it up there, with a snapshot repository (docs/operations.md)."
        )

    def verify(self) -> list[str]:
        """What is wrong with the index; empty when sound."""
        try:
            state = read_state(self._connection, self._names)
            if why := trouble(self._connection, state.target):
                return [str(why)]
            found = self.searcher().stats().articles
        except IndexUnusable as error:
            return [str(error)]
        if found != state.articles:
            return [
                f"{state.target} holds {found} articles, the manifest says "
                f"{state.articles}. Rebuild it with `python -m indexer --full`."
            ]
        return []
