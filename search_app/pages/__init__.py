"""The pages for people: the search page, an article's page, and what they are made of."""

from search_app.pages import entities, quality, robots, trends, words  # noqa: F401 (add their routes)
from search_app.pages.routes import blueprint

__all__ = ["blueprint"]
