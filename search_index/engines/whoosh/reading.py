"""Snapshots as searchers: all of the engine that answers questions."""

from __future__ import annotations

from pathlib import Path

from search_index.engines.base import Searcher
from search_index.engines.files import Signature
from search_index.engines.whoosh.read.matches import WhooshMatches
from search_index.engines.whoosh.read.reader import WhooshReader
from search_index.engines.whoosh.store.snapshot import Snapshot
from search_index.search.service import SearchService


def searcher(
    folder: Path, snapshot: Snapshot, signature: Signature
) -> SearchService[WhooshMatches]:
    """A snapshot to be asked; `signature` is that of its manifest."""
    return SearchService(WhooshReader(folder, snapshot, signature))


def is_untouched(searcher: Searcher) -> bool:
    """Whether `searcher` still is the newest snapshot and its files are untouched."""
    reader = searcher.reader if isinstance(searcher, SearchService) else None
    return isinstance(reader, WhooshReader) and reader.is_untouched()
