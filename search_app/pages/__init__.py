"""The pages for people: the search page, an article's page, and what they are made of."""

from search_app.pages import entities  # noqa: F401 (adds its routes)
from search_app.pages.routes import blueprint

__all__ = ["blueprint"]
