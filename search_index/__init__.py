"""The index: what an article is, how it is stored and found."""

from __future__ import annotations

from search_index.engines.base import Engine
from search_index.errors import SettingError
from search_index.settings import Settings

ENGINES: tuple[str, ...] = ("whoosh", "opensearch", "plain")
"""The names that CLIPPINGS_ENGINE can have."""


def open_engine(settings: Settings) -> Engine:
    """The engine that the settings name, over their index folder; nothing is read yet."""
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
