"""The index: what an article is, how it is stored and found; a library for other programs.

What is named in `__all__` stays as it is from version to version; the rest is private. An example
is in docs/library.md.
"""

from __future__ import annotations

from search_index.engines.base import Engine, Searcher, Stats, Suggestion, Writer
from search_index.errors import (
    ClippingsError,
    IndexLocked,
    IndexUnusable,
    QueryTimeout,
    SettingError,
    SnapshotGone,
)
from search_index.model.article import Article, Source
from search_index.model.hits import FacetValue, Hit, Hits, Snippet
from search_index.model.query import Query
from search_index.settings import Settings

__all__ = [
    "ENGINES",
    "Article",
    "ClippingsError",
    "Engine",
    "FacetValue",
    "Hit",
    "Hits",
    "IndexLocked",
    "IndexUnusable",
    "Query",
    "QueryTimeout",
    "Searcher",
    "SettingError",
    "Settings",
    "SnapshotGone",
    "Snippet",
    "Source",
    "Stats",
    "Suggestion",
    "Writer",
    "ask",
    "open_engine",
]

ENGINES: tuple[str, ...] = ("whoosh", "opensearch", "plain")
"""The names that CLIPPINGS_ENGINE can have."""


def ask(searcher: Searcher, query: Query) -> Hits:
    """Answer a query, and help: `Searcher.ask`."""
    return searcher.ask(query)


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings name, over their index folder; nothing is read yet."""
    engine = _engine(settings)
    if settings.synonyms is None:
        return engine
    from search_index.search.synonyms import SynonymFile, WidenedEngine

    return WidenedEngine(engine, SynonymFile(settings.synonyms))


def _engine(settings: Settings) -> Engine:
    match settings.engine:
        case "whoosh":
            from search_index.engines.whoosh.engine import WhooshEngine

            return WhooshEngine(settings.index_dir)
        case "plain":
            from search_index.engines.reference.engine import PlainEngine

            return PlainEngine(settings.index_dir)
        case "opensearch":
            try:
                from search_index.engines.opensearch.engine import OpenSearchEngine
            except ModuleNotFoundError as error:
                raise SettingError(
                    f"CLIPPINGS_ENGINE=opensearch needs {error.name}; "
                    "install it with `pip install 'clippings-search[opensearch]'`."
                ) from None
            return OpenSearchEngine(settings)
    raise SettingError(
        f"CLIPPINGS_ENGINE={settings.engine!r} cannot be used: give one of {', '.join(ENGINES)}."
    )
