"""What every request of one application shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import Flask, current_app

from search_app.guard.gate import Gate
from search_app.searchers import Searchers
from search_index.engines.base import Searcher
from search_index.model.hits import Hit, Hits
from search_index.model.query import Query
from search_index.settings import Settings

if TYPE_CHECKING:
    from search_index.search.semantic.hybrid import Semantic

_KEY = "clippings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The settings in force, the searchers, and the places for exports.

    `semantic` searches by meaning as well, where that is on.
    """

    settings: Settings
    searchers: Searchers
    exports: Gate
    semantic: Semantic | None = None

    def search(self, searcher: Searcher, query: Query) -> Hits:
        """Answer a query. Raises what `Searcher.search` does."""
        if self.semantic is None:
            return searcher.ask(query)
        return self.semantic.search(searcher, query)

    @property
    def meaning(self) -> str:
        """The state of the vectors, with which answers change; "" where only words are searched."""
        return "" if self.semantic is None else f"\0{self.semantic.version}"

    def related(self, searcher: Searcher, article_id: str, *, size: int) -> tuple[Hit, ...] | None:
        """The articles most similar to one; None where there is no such article."""
        if self.semantic is None:
            return searcher.related(article_id, size=size)
        return self.semantic.related(searcher, article_id, size=size)

    def stories(self, searcher: Searcher, article_id: str) -> tuple[Hit, ...] | None:
        """Articles that tell the story of one in other words; None where only words count."""
        return self.semantic.stories(searcher, article_id) if self.semantic else None

    def install(self, app: Flask) -> None:
        """Make `service()` find this one in requests of `app`."""
        app.extensions[_KEY] = self


def service_of(app: Flask) -> Service:
    """The service of an application."""
    return cast(Service, app.extensions[_KEY])


def service() -> Service:
    """The service of the application that handles the current request."""
    return service_of(current_app)
