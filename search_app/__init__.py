"""The HTTP face of Clippings."""

from search_app.application import create_app

__all__ = ["create_app"]
