"""What every request of one application shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from search_app.guard.gate import Gate
from search_app.searchers import Searchers
from search_index.settings import Settings

_KEY = "clippings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The settings in force, the searchers, and the places for exports."""

    settings: Settings
    searchers: Searchers
    exports: Gate

    def install(self, app: Flask) -> None:
        """Make `service()` find this one in requests of `app`."""
        app.extensions[_KEY] = self


def service_of(app: Flask) -> Service:
    """The service of an application."""
    return cast(Service, app.extensions[_KEY])


def service() -> Service:
    """The service of the application that handles the current request."""
    return cast(Service, current_app.extensions[_KEY])
