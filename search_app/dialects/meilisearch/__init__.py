"""The search dialect of Meilisearch, for its widgets and clients (docs/meilisearch.md)."""

from search_app.dialects.meilisearch.routes import install

__all__ = ["install"]
