"""The blueprint of the API with all of its routes, each group in a file of its own."""

from search_app.api import names, significant, trends  # noqa: F401 (add their routes)
from search_app.api.routes import blueprint

__all__ = ["blueprint"]
